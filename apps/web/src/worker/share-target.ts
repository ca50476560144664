import { CHOOSE_PATH, keepShared, SHARE_PATH, sharedText } from '../share/shared-things.js';

declare const self: ServiceWorkerGlobalScope;

/** What another app shares with this one: kept, and the page asks for the chat. Undefined for other requests. */
export function answerShare(request: Request): Promise<Response> | undefined {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'POST' || origin !== self.location.origin || pathname !== SHARE_PATH) return undefined;
  return take(request);
}

async function take(request: Request): Promise<Response> {
  try {
    const form = await request.formData();
    const part = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const files = form.getAll('files').filter((value) => value instanceof File);
    await keepShared({ text: sharedText(part('title'), part('text'), part('url')), files });
  } catch {
    // Too large for this device, or no form: the page says that nothing came.
  }
  // A reload of what follows must not share again.
  return Response.redirect(CHOOSE_PATH, 303);
}
