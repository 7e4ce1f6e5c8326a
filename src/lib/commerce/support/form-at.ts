/** Where a form of a talk is sent: one of the actions of the page that the talk stands on, which may be the address of an earlier one. */
export const formAt = (path: string, action: 'say' | 'decide' | 'photo'): string => `${path}${path.includes('?') ? '&' : '?'}/${action}`;
