type Label = { labelState: string; trackingNumber: string | null; carrierRef: string | null };

/** Whether a carrier was asked for it, and it was not given back. */
export const isLabelAlive = ({ labelState }: Pick<Label, 'labelState'>): boolean => labelState === 'wanted' || labelState === 'bought';

/**
 * Whether the carrier is to be asked to take it back. Also of one that was given back before we heard of its buying: an answer that was lost may have
 * bought it since.
 */
export const isToGiveBack = (label: Label): boolean =>
  isLabelAlive(label) || (label.labelState === 'voided' && label.trackingNumber === null && label.carrierRef !== null);
