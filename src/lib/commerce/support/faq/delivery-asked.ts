/** How people ask for each rule of delivery and of the checkout, besides its own question. */
export const DELIVERY_ASKED: Record<string, readonly string[]> = {
  cost: [
    'shipping charges',
    'free delivery from which amount',
    'courier fee',
    'delivery ka charge kitna',
    'extra for express or large things',
    'do I pay for delivery',
    'delivery charge to Mumbai',
    'bhejne ka kitna'
  ],
  time: [
    'when will it arrive',
    'delivery time to my city',
    'kitne din me delivery hogi',
    'standard or express delivery days',
    'when do I get my order',
    'expected delivery date',
    'how many days to Mumbai',
    'delivery time',
    'order kitne din me',
    'does it arrive before the festival',
    'how long until it is here',
    'bhejne me kitna time'
  ],
  'same-day': [
    'same day delivery',
    'urgent, needed today',
    'aaj delivery',
    'within hours',
    'instant delivery',
    'in a few hours',
    'fastest delivery',
    'today in Delhi'
  ],
  collect: [
    'click and collect',
    'pick up the order myself at the store',
    'how long is it kept for collection',
    'dukan se khud lena',
    'dukan se lena',
    'store pickup of my order',
    'pick up instead of delivery',
    'pickup in Delhi',
    'come and take my order from the shop',
    'is my order ready at the store',
    'khud aake lena',
    'how long do you hold my pickup'
  ],
  late: [
    'compensation for late delivery',
    'parcel is delayed, what do I get',
    'promised date was missed',
    'my order is late',
    'parcel not here yet',
    'late, will you pay something',
    'it was supposed to come yesterday',
    'late hone par',
    'refund for late delivery',
    'delivery late, paise milenge'
  ],
  methods: [
    'payment methods',
    'cash on delivery',
    'is my card accepted',
    'UPI, GPay, net banking',
    'payment kaise kar sakte hai',
    'pay in instalments, EMI',
    'are instalments possible',
    'pay with a credit card',
    'is cash accepted',
    'use a gift card',
    'pay with store credit',
    'split between card and gift card'
  ],
  'pay-within': [
    'payment failed or pending',
    'unpaid order expires',
    'how long are things reserved in the cart',
    'time to complete payment',
    'money debited, order not confirmed',
    'not paid, is the order cancelled',
    'can I pay later',
    'time for payment',
    'money gone but no order',
    'closed the page before paying',
    'UPI timed out, is the order gone',
    'transaction failed, order again or not'
  ],
  tax: [
    'is GST included',
    'hidden charges or extra tax',
    'price me GST',
    'is something added at the checkout',
    'is it the final price',
    'any extra charge at the end'
  ],
  abroad: ['international shipping', 'deliver to another country', 'ship overseas', 'bharat ke bahar']
};
