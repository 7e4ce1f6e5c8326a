import type { Merging } from './merge-product.ts';
import { nextPosition } from './merge-variant.ts';
import type { PlannedImage } from './planned-product.ts';
import type { ImageDraft } from './product-draft.ts';

/** The pictures with those of the file set or added behind them. A picture without a position keeps its own. */
export function mergeImages(before: PlannedImage[], drafts: ImageDraft[], { newId }: Merging): PlannedImage[] {
  const images = [...before];
  for (const { src, position, alt } of drafts) {
    const at = images.findIndex((image) => image.src === src);
    const known = images[at] ?? { id: newId(), src, alt: '', position: nextPosition(images) };
    images.splice(at < 0 ? images.length : at, at < 0 ? 0 : 1, { ...known, position: position ?? known.position, alt: alt ?? known.alt });
  }
  return images;
}
