const none = { associate: 403, warehouse: 403, support: 403, manager: 403, admin: 403, managerInStore: 403, adminInStore: 403 };
const everybody = { associate: 200, warehouse: 200, support: 200, manager: 200, admin: 200, managerInStore: 200, adminInStore: 200 };
const office = { ...everybody, associate: 403, warehouse: 403 };
const overAll = { ...office, support: 403 };
// Who belongs to no place is asked where they stand, and then let in.
const till = { ...none, associate: 200, manager: 303, admin: 303, managerInStore: 200, adminInStore: 200 };
const shelf = { ...till, warehouse: 200 };

/** What each page of the staff answers whom: opened, sent on to another, refused, or nothing there of what was named. */
export const PAGES_BY_ROLE = {
  '/(store)/sign-in': Object.fromEntries(Object.keys(none).map((role) => [role, 303])),
  '/(store)/sign-in/device': everybody,
  '/(store)/sign-in/pin': { ...none, associate: 200, warehouse: 200 },
  '/(store)/devices': overAll,
  '/(store)/place': overAll,
  '/(store)/till': till,
  '/(store)/till/cart': till,
  '/(store)/till/cart/[grantKey]': { ...till, managerInStore: 410, adminInStore: 410 },
  '/(store)/stock': shelf,
  '/(store)/stock/[variantId]': shelf,
  '/(store)/stock/boxes': shelf,
  '/(store)/stock/boxes/[transferId]': { ...shelf, associate: 404, warehouse: 404, managerInStore: 404, adminInStore: 404 },
  '/(store)/work': shelf,
  '/(store)/work/[parcelId]': { ...shelf, associate: 404, warehouse: 404, managerInStore: 404, adminInStore: 404 },
  '/(store)/returns': shelf,
  '/(store)/returns/[number]': { ...shelf, associate: 404, warehouse: 404, managerInStore: 404, adminInStore: 404 },
  '/(store)/returns/found/[searchId]': { ...shelf, associate: 404, warehouse: 404, managerInStore: 404, adminInStore: 404 },
  '/(store)/returns/start/[which]': { ...shelf, associate: 404, warehouse: 404, managerInStore: 404, adminInStore: 404 },
  '/(store)/find': shelf,
  '/(store)/find/[variantId]': shelf,
  '/(store)/customer': till,
  '/(store)/customer/[consentId]': { ...till, associate: 404, managerInStore: 404, adminInStore: 404 },
  '/(store)/kiosk/start': till,
  '/(office)/office': office,
  '/(office)/office/orders/[number]': office,
  '/(office)/office/stock': office,
  '/(office)/office/returns': office,
  '/(office)/office/support': office,
  '/(office)/office/support/[ticketId]': { ...office, support: 404, manager: 404, admin: 404, managerInStore: 404, adminInStore: 404 },
  '/(office)/office/support/answers': office,
  '/(office)/office/support/times': office,
  '/(office)/office/watch': office,
  '/(office)/office/promises': office,
  '/(office)/office/rules': office,
  '/(office)/office/policies': office,
  '/(office)/office/faq': office,
  '/(office)/office/import': overAll,
  '/(office)/office/import/[importId]': { ...overAll, manager: 404, admin: 404, managerInStore: 404, adminInStore: 404 },
  '/(office)/office/mail': overAll
};
