/** What may be meant by the letters typed so far. Addresses lead to where the suggestion goes. */
export type Suggestions = {
  goods: { title: string; href: string; minor: number; isFrom: boolean; currency: string; src: string | null }[];
  shelves: { name: string; within: string; href: string }[];
  queries: string[];
};

export const NO_SUGGESTIONS: Suggestions = { goods: [], shelves: [], queries: [] };
