/** What is typed at a till: digits, so that a number pad is enough. */
export const PIN_SHAPE = /^\d{4,8}$/;

/** The ones that are guessed first: one digit only, a run up or down, or a pair again and again. */
export function isWeakPin(pin: string): boolean {
  const steps = Array.from(pin)
    .slice(1)
    .map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
  const [first] = steps;
  const isRun = (first === 0 || first === 1 || first === 9) && steps.every((step) => step === first);
  return isRun || /^(\d\d)\1+$/.test(pin);
}
