import type { PolicyProfile } from './policy.ts';

/** What the shop starts with: thirty days from the door, money at the first look at it up to ₹5,000, a person above ₹20,000, two above ₹50,000. */
export const standardPolicy: PolicyProfile = {
  currency: 'INR',
  cancel: {
    states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'unfillable'],
    reasons: ['changed-mind', 'by-mistake', 'too-late', 'cheaper-elsewhere', 'other'],
    afterItemChange: true
  },
  address: { states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released'] },
  delivery: { states: ['allocated', 'released', 'shipped'], wishes: ['day', 'safe-place', 'pin', 'collect'] },
  items: { states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released'], mostChanges: 5, swapFor: 'same-product' },
  payment: {
    states: ['unsourced', 'scheduled', 'on_hold', 'allocated', 'released', 'picking', 'packed'],
    difference: ['upi', 'card', 'gift_card', 'store_credit', 'cash_on_delivery', 'pay_in_store'],
    giftCardMustCover: true,
    take: 'at-order'
  },
  returns: {
    days: 30,
    from: 'delivered',
    reasons: ['too-small', 'too-large', 'changed-mind', 'not-as-described', 'damaged', 'defective', 'wrong-item', 'arrived-late', 'other'],
    photoFor: ['damaged', 'wrong-item'],
    methods: ['store', 'label', 'qr', 'home'],
    fees: { store: 0, label: 0, qr: 0, home: 9_900 },
    refundTo: ['original', 'store-credit'],
    bonusPercent: 5,
    bringingBack: 'whole-order',
    triggers: [
      { upToMinor: 500_000, trigger: 'first-scan' },
      { upToMinor: 2_000_000, trigger: 'received' },
      { upToMinor: null, trigger: 'inspected' }
    ],
    keeps: [
      { reasons: ['damaged', 'defective', 'wrong-item'], belowMinor: 30_000, percent: 100 },
      { reasons: ['not-as-described', 'damaged'], belowMinor: 150_000, percent: 30 }
    ],
    exchangeFor: 'any-product',
    exchangeDays: null
  },
  byCategory: {},
  limits: {
    mostReturns: 5,
    mostExchanges: 3,
    approveAboveMinor: 2_000_000,
    twoPeopleAboveMinor: 5_000_000,
    refundDays: 7,
    sendWithinDays: 14,
    cashByAssociateMinor: 200_000,
    creditWithoutPurchaseMinor: 100_000
  }
};
