import { thumbHashToDataURL } from 'thumbhash';

/** The blurred picture that a ThumbHash is, as an address: what stands in an image's place until it is there. */
export function placeholderOf(placeholder: string | undefined): string | undefined {
  if (placeholder === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(placeholder), (letter) => letter.charCodeAt(0));
    return bytes.length < 5 ? undefined : thumbHashToDataURL(bytes);
  } catch {
    // Not one: its place stays plain.
    return undefined;
  }
}
