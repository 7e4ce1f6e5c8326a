import sharp from 'sharp';

export type Photo = { picture: Uint8Array; width: number; height: number };

/** As a shopper sends it. */
export const MOST_PHOTO_BYTES = 5 * 1024 * 1024;
export const MOST_PHOTOS = 6;
/** A picture may say that it is larger than any memory: such are not opened. */
const MOST_PIXELS = 60_000_000;
const LONGEST_SIDE = 1600;
const KINDS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'heif', 'avif']);

/**
 * The picture alone, made anew as a JPEG: places, cameras, names and whatever else was hidden in the file are gone. Undefined for what is no
 * photo, whatever it is called, for what is cut off, and for what is larger than we read.
 */
export async function photoFrom(bytes: Uint8Array): Promise<Photo | undefined> {
  if (bytes.length === 0 || bytes.length > MOST_PHOTO_BYTES) return undefined;
  try {
    const source = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 });
    const { format } = await source.metadata();
    if (!KINDS.has(format)) return undefined;
    const { data, info } = await source
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer({ resolveWithObject: true });
    return { picture: new Uint8Array(data), width: info.width, height: info.height };
  } catch {
    // Whatever a stranger's bytes do to the decoder, it is their file that is no picture.
    return undefined;
  }
}
