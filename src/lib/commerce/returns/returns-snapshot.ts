/** How far all returns together are: the version rises with whatever happens to one of them. */
export type ReturnsSnapshot = { desk: 'returns'; version: number };
