import { findByLabel } from '#db/queries/labels.ts';
import { isAtWork, readLabel } from '#lib/commerce/store-work/label.ts';

/** The parcel whose label was scanned at a place; `gone` once it is at another, on its way or cancelled. Undefined for what is no label. */
export async function parcelOfLabel(
  db: App.Locals['shop']['db'],
  nodeId: string,
  code: string
): Promise<{ id: string } | { gone: true } | undefined> {
  const label = readLabel(code);
  if (!label) return undefined;
  const parcel = await findByLabel(db, label);
  return parcel?.nodeId === nodeId && isAtWork(parcel.state) ? { id: parcel.id } : { gone: true };
}
