import sharp, { type FormatEnum } from 'sharp';

/** A picture whose left half is red and whose right half is blue: it shows when it was turned. */
export function halves(width = 320, height = 200) {
  const blue = { create: { width: width / 2, height, channels: 3 as const, background: '#0000ff' } };
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: blue, left: width / 2, top: 0 },
  ]);
}

export function picture(format: keyof FormatEnum, width = 320, height = 200): Promise<Buffer> {
  return halves(width, height).toFormat(format).toBuffer();
}

/** A photo as a telephone takes it: lying on its side, with the place where it was taken. */
export function photoWithPlace(): Promise<Buffer> {
  return halves()
    .jpeg({ quality: 95 })
    .withExif({
      IFD0: { Make: 'SecretPhone', Copyright: 'SecretOwner' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}
