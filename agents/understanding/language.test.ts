import { expect, test } from 'vitest';
import { languageOf } from './language.ts';

test.each([
  ['where is my order', 'en'],
  ['cancel', 'en'],
  ['MZ-7K2M9QX4RD', 'en'],
  ['560034', 'en'],
  ['😀', 'en'],
  ['lamp too small', 'en'],
  ['is it in stock at bandra', 'en'],
  ['मेरा ऑर्डर कहाँ है', 'hi'],
  ['order MZ-7K2M9QX4RD कब आएगा', 'hi'],
  ['mera order kaha hai', 'hinglish'],
  ['refund kab aayega', 'hinglish'],
  ['bhai order cancel kardo', 'hinglish'],
  ['lamp chahiye', 'hinglish'],
  ['please mera address change kar do', 'hinglish'],
  ['¿dónde está mi pedido?', 'other'],
  ['wo ist meine bestellung', 'other'],
  ['où est ma commande', 'other'],
  ['где мой заказ', 'other'],
  ['என் ஆர்டர் எங்கே', 'other'],
  ['我的订单在哪里', 'other']
] as const)('%s is %s', (text, language) => expect(languageOf(text)).toBe(language));
