import { isCarrierRefused, type CarrierLabels } from './carrier.ts';

/** What was never bought costs nothing, whatever they say. One that is bought at this very moment is told when it is written down. */
export async function givenBack(
  labels: CarrierLabels,
  { labelState, carrierRef }: { labelState: string; carrierRef: string | null }
): Promise<[state: 'voided' | 'kept', note?: string]> {
  if (carrierRef === null) return ['voided'];
  try {
    return [await labels.void(carrierRef)];
  } catch (fault) {
    if (!isCarrierRefused(fault)) throw fault;
    return labelState === 'bought' ? ['kept', fault.message] : ['voided'];
  }
}
