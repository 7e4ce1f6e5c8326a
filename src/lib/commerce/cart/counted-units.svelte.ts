type Counted = { units: number; at: number };

let noted: Counted | undefined = $state.raw();

/** What an open page knows of the cart's units, and since when (milliseconds by the server's clock). */
export const noteUnits = (counted: Counted): void => void (noted = counted);

/** The newer of what was loaded with the frame of the page and what was noted since. */
export const newestUnits = (loaded: Counted): number => (noted && noted.at > loaded.at ? noted.units : loaded.units);
