import type { Intent } from '../../understanding/intents.ts';

/** What a button for a wish is called, and what pressing it says: words that are understood as that wish and as no other. */
export const buttons: Partial<Record<Intent, readonly [label: string, say: string]>> = {
  order_status: ['Where my order is', 'Where is my order?'],
  cancel_order: ['Cancel an order', 'I want to cancel my order'],
  change_address: ['Another address', 'I want to change the delivery address of my order'],
  change_delivery: ['Another day or place', 'Please deliver it on another day'],
  change_items: ['Another size or colour', 'I want to change the size in my order'],
  change_payment: ['Pay another way', 'I want to change the payment method of my order'],
  return_item: ['Give something back', 'I want to return an item'],
  exchange_item: ['Exchange something', 'I want to exchange an item for another size'],
  return_status: ['How my return stands', 'What is the status of my return?'],
  refund_status: ['Where my money is', 'Where is my refund?'],
  damaged_item: ['It came broken', 'My item arrived damaged'],
  missing_item: ['Something is missing', 'An item is missing from my parcel'],
  warranty: ['Warranty', 'What is the warranty?'],
  policy: ['Rules for returns', 'What is your return policy?'],
  reorder: ['Order it again', 'I want to order the same again'],
  stock_at_store: ['What is in a store', 'Is it available in your store?'],
  back_in_stock: ['When it is back', 'Tell me when it is back in stock'],
  product_search: ['Find a product', 'I am looking for a product'],
  product_question: ['About a product', 'What material is it made of?'],
  promotion: ['Offers', 'Do you have any offers?'],
  delivery_info: ['Delivery', 'How long does delivery take?'],
  place_order: ['How to order', 'How do I place an order?'],
  payment_issue: ['Trouble with a payment', 'My payment failed'],
  payment_methods: ['Ways to pay', 'Which payment methods do you accept?'],
  gift_card: ['Gift cards', 'How do I use a gift card?'],
  invoice: ['Invoice', 'I need an invoice for my order'],
  store_info: ['Stores and hours', 'What are your store hours?'],
  account: ['My account', 'I cannot sign in to my account'],
  newsletter: ['Mails from us', 'Unsubscribe me from the newsletter'],
  human_agent: ['A person, please', 'a person, please'],
  review: ['Write a review', 'I want to write a review'],
  capabilities: ['What you can do', 'What can you do?']
};

export const PERSON = ['A person, please', 'a person, please'] as const;
