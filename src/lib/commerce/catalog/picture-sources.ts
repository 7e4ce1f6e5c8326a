/** A picture as the catalogue keeps it. `src` is an address of our own or, for goods that came from elsewhere, a whole one of unknown size. */
export type PictureData = { src: string; alt: string; width: number | null; height: number | null };

/** Every picture in /goods/ is kept twice, the second time this wide, in a folder of that name. */
const SMALL = 450;

/** What an <img> needs: our own pictures in two widths, any other as it is. */
export function pictureSources({ src, width }: PictureData): { src: string; srcset: string | undefined } {
  const file = /^\/goods\/([^/]+\.webp)$/.exec(src)?.[1];
  if (file === undefined || width === null) return { src, srcset: undefined };
  return { src, srcset: `/goods/${SMALL}/${file} ${SMALL}w, ${src} ${width}w` };
}
