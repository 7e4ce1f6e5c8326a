/** Promises ask for the same few days, quarters and clocks over and over; older answers are thrown away together. */
const REMEMBERED = 4096;

/** Answers the same question once. Only for pure questions, whose answer is never undefined and never changed by whoever gets it. */
export function remembering<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED) known.clear();
    const made = make(key);
    known.set(key, made);
    return made;
  };
}
