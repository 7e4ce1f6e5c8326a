/** How far the work of a place is: the version rises with whatever happens to a parcel there. */
export type WorkSnapshot = { nodeId: string; version: number };
