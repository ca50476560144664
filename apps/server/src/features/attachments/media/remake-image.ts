import path from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { Inspection, Verdict } from './verdict.js';

/** The longest side of what is kept, and of its thumbnail, in pixels. */
const SIDE = 4096;
const THUMBNAIL_SIDE = 640;
const HASH_SIDE = 100;

// No decoder but those of the formats that are let in, whatever the bytes pretend to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map((name) => `VipsForeignLoad${name}`),
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * Makes an image anew: turned the way up that its camera meant, with its colours, and without everything else that was
 * in the file (place, camera, comments, whatever follows the image). Nothing is decoded before its size is known.
 */
export async function remakeImage(
  { file, folder, maxPixels }: Inspection,
  type: string,
  format: string,
): Promise<Verdict> {
  const limitInputPixels = maxPixels ?? false;
  const open = (animated: boolean) =>
    sharp(file, { animated, limitInputPixels, failOn: 'error', sequentialRead: true }).autoOrient();
  let metadata: Metadata;
  try {
    metadata = await sharp(file, { animated: true, limitInputPixels: false, failOn: 'error' }).metadata();
  } catch {
    return { refused: 'unreadable' };
  }
  const { width, height, pages = 1, pageHeight = height } = metadata;
  if (metadata.format !== format) return { refused: 'type_mismatch' };
  if (maxPixels !== null && width * pageHeight * pages > maxPixels) return { refused: 'too_many_pixels' };
  const moves = pages > 1 && (format === 'gif' || format === 'webp');
  const image = path.join(folder, 'image');
  const thumbnail = path.join(folder, 'thumbnail');
  try {
    const target = targetOf(type, metadata, moves);
    const small = open(moves).keepIccProfile().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true });
    const made = await target.encode(inDisplayColours(small, metadata)).toFile(image);
    // Of what was made: a large picture takes long to open, and is opened once.
    await sharp(image, { limitInputPixels: false })
      .resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75 })
      .toFile(thumbnail);
    const { data, info } = await sharp(thumbnail)
      .resize(HASH_SIDE, HASH_SIDE, { fit: 'inside', withoutEnlargement: true })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const placeholder = Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
    const shown = made.pageHeight ?? made.height;
    return { kind: 'image', type: target.type, width: made.width, height: shown, placeholder, image, thumbnail };
  } catch {
    return { refused: 'unreadable' };
  }
}

/** Four inks are for printers: browsers disagree about them. */
function inDisplayColours(image: Sharp, { space }: Metadata): Sharp {
  return space === 'cmyk' ? image.toColourspace('srgb').withIccProfile('srgb') : image;
}

/** The same format where browsers show it, else the one of the two that holds everything. */
function targetOf(type: string, { hasAlpha }: Metadata, moves: boolean): { type: string; encode(image: Sharp): Sharp } {
  const jpeg = { type: 'image/jpeg', encode: (image: Sharp) => image.jpeg({ quality: 85, progressive: true }) };
  const png = { type: 'image/png', encode: (image: Sharp) => image.png({ compressionLevel: 8 }) };
  switch (type) {
    case 'image/jpeg':
      return jpeg;
    case 'image/webp':
      return { type, encode: (image) => image.webp({ quality: 85 }) };
    case 'image/gif':
      return moves ? { type, encode: (image) => image.gif() } : png;
    case 'image/png':
    case 'image/apng':
      return png;
    default:
      return hasAlpha ? png : jpeg;
  }
}
