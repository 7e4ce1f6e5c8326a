/** Under which a bank is asked to take late money back for the nth time: that of an order, or of a change, for which several may be asked one after the other. */
export function lateKey({ orderId, changeId }: { orderId: string; changeId?: string | undefined }, paymentId: string, nth: number): string {
  if (changeId === undefined) return `refund:${orderId}:${nth}`;
  return `refund:${changeId}:${paymentId}${nth === 1 ? '' : `:${nth}`}`;
}

export const ofChange = ({ changeId }: { changeId: string | null }): { changeId?: string } => (changeId === null ? {} : { changeId });
