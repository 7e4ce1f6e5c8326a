import type { CartOperation, OperationBody, OperationOutcome } from './operations.ts';

type Known = { id: string; cartId: string; body: OperationBody; outcome: OperationOutcome };

/**
 * What of these operations is new, and the outcome of each once the new ones are decided: those that were decided before get what
 * they got then, and an id that stood for something else, or for another cart, gets `key-reused`.
 */
export function repeatedOf(cartId: string, operations: CartOperation[], known: Known[]) {
  const before = new Map(known.map((one) => [one.id, one]));
  const fresh = new Map<string, CartOperation>();
  for (const operation of operations) {
    if (!before.has(operation.id) && !fresh.has(operation.id)) fresh.set(operation.id, operation);
  }

  function outcomeOf(decided: OperationOutcome[]): OperationOutcome[] {
    const outcomes = new Map([...known.map(({ outcome }) => outcome), ...decided].map((outcome) => [outcome.id, outcome]));
    return operations.map((operation) => {
      const logged = before.get(operation.id);
      const same = logged ? logged.cartId === cartId && isSame(logged.body, operation) : isSame(fresh.get(operation.id), operation);
      const outcome = same ? outcomes.get(operation.id) : undefined;
      return outcome ?? { id: operation.id, outcome: 'refused', code: 'key-reused', detail: 'key-reused' };
    });
  }

  return { fresh: [...fresh.values()], outcomeOf };
}

const isSame = (one: OperationBody | undefined, other: OperationBody): boolean => one !== undefined && content(one) === content(other);

/** Without the head, and in whatever order the fields came. */
function content(operation: OperationBody): string {
  const fields = Object.entries(operation).filter(([name]) => name !== 'id' && name !== 'baseVersion' && name !== 'madeAt');
  return JSON.stringify(fields.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
