import sharp from 'sharp';
import { qrShape } from '#lib/ui/qr.ts';

const SIDE = 560;

/** The code of a label as a picture, for a phone to show: black on white with the margin that readers want. */
export async function labelPng(trackingNumber: string): Promise<Uint8Array<ArrayBuffer>> {
  const { size, path } = qrShape(trackingNumber);
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${SIDE}" height="${SIDE}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
  return new Uint8Array(await sharp(Buffer.from(drawing)).png().toBuffer());
}
