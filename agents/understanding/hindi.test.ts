import { expect, test } from 'vitest';
import { isAlike } from './gate.ts';
import type { Intent } from './intents.ts';
import { loadModel } from './load-model.ts';
import { understand } from './understand.ts';

type InHindi = { hindi: [latin: string, devanagari: string]; mixed: [latin: string, devanagari: string] };

/** What most shoppers come for, in Hindi and in Hindi with English words, each as it is typed and in its own script. */
const TEN: Partial<Record<Intent, InHindi>> = {
  order_status: { hindi: ['mera saman kahan hai', 'मेरा सामान कहाँ है'], mixed: ['mera order kab tak aayega', 'मेरा order कहाँ पहुँचा'] },
  cancel_order: {
    hindi: ['mujhe yeh nahi chahiye, radd kar do', 'मेरा ऑर्डर रद्द कर दीजिए'],
    mixed: ['order cancel karna hai', 'order cancel कर दो']
  },
  change_address: { hindi: ['pata badalna hai', 'पता बदलना है'], mixed: ['delivery address change karna hai', 'मेरा address बदल दीजिए'] },
  change_delivery: {
    hindi: ['kisi aur din bhejna', 'किसी और दिन भेजिए'],
    mixed: ['delivery kal ke badle parso karo', 'delivery की तारीख बदलनी है']
  },
  return_item: { hindi: ['yeh saman wapas karna hai', 'सामान वापस करना है'], mixed: ['mujhe return karna hai', 'ये product return करना है'] },
  exchange_item: { hindi: ['badal kar doosra chahiye', 'बदल कर दूसरा चाहिए'], mixed: ['size exchange karna hai', 'size exchange करना है'] },
  refund_status: { hindi: ['mere paise kab wapas aayenge', 'मेरे पैसे कब वापस आएँगे'], mixed: ['refund kab aayega', 'मेरा refund कब आएगा'] },
  damaged_item: { hindi: ['saman toota hua aaya hai', 'सामान टूटा हुआ आया है'], mixed: ['product damaged mila hai', 'lamp टूटा हुआ मिला'] },
  store_info: { hindi: ['aapki dukaan kahan hai', 'आपकी दुकान कहाँ है'], mixed: ['store kab tak khula hai', 'nearest store कहाँ है'] },
  human_agent: {
    hindi: ['kisi insaan se baat karao', 'किसी इंसान से बात कराइए'],
    mixed: ['customer care se baat karni hai', 'agent से बात करनी है']
  }
};

const model = loadModel();

test('the ten wishes that come most are ten, each in both kinds of Hindi and both scripts', () => {
  expect(Object.keys(TEN)).toHaveLength(10);
  for (const { hindi, mixed } of Object.values(TEN))
    for (const [latin, devanagari] of [hindi, mixed]) {
      expect(latin).not.toMatch(/\p{Script=Devanagari}/u);
      expect(devanagari).toMatch(/\p{Script=Devanagari}/u);
    }
});

test.each(Object.entries(TEN))(
  '%s is understood in Hindi and in code-mixed Hindi, as it is typed and in its script',
  (wish, { hindi, mixed }) => {
    for (const words of [...hindi, ...mixed]) {
      const { requests, language } = understand(model, words, { misses: 0, today: '2026-11-26', stores: [], options: {} });
      expect(['hi', 'hinglish'], words).toContain(language);
      const meant = requests.flatMap(({ gate }) => (gate.do === 'act' ? [gate.intent] : gate.do === 'choose' ? gate.between : []));
      expect(
        meant.some((one) => isAlike(one, wish as Intent)),
        `${words}: ${meant.join()}`
      ).toBe(true);
    }
  }
);
