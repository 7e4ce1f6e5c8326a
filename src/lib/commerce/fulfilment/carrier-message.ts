import type { NewScan } from '#db/queries/scans.ts';

/** One message of a carrier: all scans it knows of a parcel, in our words. Ids are given here, so they are left out. */
export type CarrierMessage = {
  provider: string;
  eventId: string;
  trackingNumber: string;
  carrierEstimate: Date | null;
  scans: Omit<NewScan, 'id'>[];
};
