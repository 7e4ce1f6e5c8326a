/** A picture as pages hand it on. `file` is a name in static/goods/ or, for goods that came from elsewhere, a whole address. */
export type PictureData = { file: string; alt: string; width: number; height: number };

/** Every picture of our own is kept twice, the second time this wide. */
const SMALL = 450;

/** What an <img> needs: our own pictures in two widths, any other as it is. */
export function pictureSources({ file, width }: PictureData): { src: string; srcset: string | undefined } {
  if (file.includes('/')) return { src: file, srcset: undefined };
  const [small, whole] = [`/goods/${SMALL}/${file}`, `/goods/${file}`];
  return { src: whole, srcset: `${small} ${SMALL}w, ${whole} ${width}w` };
}
