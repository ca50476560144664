import type { Job, OfferTerms } from '@stm-chat/protocol';
import type { DemoFileName } from './demo-files.js';
import type { DemoName } from './demo-people.js';

/** Somebody says something. `at` of every step: see `moments.rules.ts`. */
export interface DemoSaying {
  readonly at: string;
  readonly by: DemoName;
  /** Empty where files speak for themselves. */
  readonly says: string;
  /** Of `demo-files`: pictures or a document, or a voice message alone. */
  readonly files?: readonly DemoFileName[];
  /** How many sayings back the one is that this answers. */
  readonly answering?: number;
  readonly liked?: { readonly by: DemoName; readonly emoji: string };
}

/** A step of a chat's story; they are told in order. */
export type DemoStep =
  | DemoSaying
  /** A dispute begins. */
  | {
      readonly at: string;
      readonly by: DemoName;
      readonly opens: { readonly reason: string; readonly details: string; readonly wished_outcome: string };
    }
  /** An LSM takes the case. */
  | { readonly at: string; readonly joins: DemoName }
  | { readonly at: string; readonly by: DemoName; readonly offers: OfferTerms }
  /** The offer that stands, and with that the end of the dispute. */
  | { readonly at: string; readonly accepts: DemoName }
  | { readonly at: string; readonly closed: true };

export interface DemoChat {
  readonly job: Job & { readonly id: string };
  readonly subject: string;
  readonly provider: DemoName;
  readonly steps: readonly DemoStep[];
  /** How many steps at the end somebody has not read yet; the others have read all. */
  readonly unread: Partial<Record<DemoName, number>>;
}

/** The customer is always Sara; she, Omar and Bilal write in the language that the two share. */
export const chats: readonly DemoChat[] = [
  {
    job: { id: 'demo-1042', title: 'Garden fence repair', status: 'completed', price: 240, currency: 'EUR' },
    subject: 'Garden fence repair',
    provider: 'omar',
    unread: {},
    steps: [
      {
        at: '-9d 10:02',
        by: 'sara',
        says: 'Hi Omar, two panels of the fence came down in the storm. Can you repair them, or do they have to be replaced?',
        files: ['fence-after-the-storm.jpg', 'fence-loose-post.jpg'],
      },
      {
        at: '-9d 10:40',
        by: 'omar',
        says: 'Hello Sara! If the posts still stand, I can repair them. Are the posts loose?',
      },
      { at: '-9d 10:44', by: 'sara', says: 'One is a bit loose, the others are fine.' },
      {
        at: '-9d 10:51',
        by: 'omar',
        says: 'Then I set that one in concrete again. 240 € with material, about half a day.',
      },
      { at: '-9d 10:58', by: 'sara', says: 'Perfect, go ahead.', liked: { by: 'omar', emoji: '👍' } },
      { at: '-7d 08:55', by: 'omar', says: 'Good morning, I am at the gate.' },
      {
        at: '-7d 13:20',
        by: 'omar',
        says: 'All done. Please leave the concrete alone until tomorrow.',
        files: ['fence-repaired.jpg'],
      },
      { at: '-7d 18:31', by: 'sara', says: 'One of the panels moves again when I lean on it. Could you come back?' },
      { at: '-7d 19:02', by: 'omar', says: 'That one stands on the old post. A new post is 90 € more, I am afraid.' },
      { at: '-7d 19:05', by: 'sara', says: 'You said 240 € for everything.', answering: 5 },
      {
        at: '-7d 19:10',
        by: 'sara',
        opens: {
          reason: 'The price is not what was agreed',
          details: 'The offer was 240 € with material. Now a new post is to cost 90 € on top.',
          wished_outcome: 'The new post for the agreed price',
        },
      },
      { at: '-6d 09:12', joins: 'elena' },
      {
        at: '-6d 09:20',
        by: 'elena',
        says: 'Good morning. I read your offer, Omar: “with material”, and the post was known to be loose.',
      },
      { at: '-6d 09:41', by: 'omar', says: 'You are right. I will set a new post, at no extra cost.' },
      { at: '-6d 09:42', by: 'omar', offers: { redo: true, text: 'a new post at no extra cost' } },
      { at: '-6d 09:43', accepts: 'sara' },
      { at: '-6d 09:44', by: 'sara', says: 'Thank you both!', liked: { by: 'omar', emoji: '🙏' } },
      { at: '-5d 11:15', by: 'omar', says: 'Done, it stands like a rock.', liked: { by: 'sara', emoji: '❤️' } },
      { at: '-5d 15:00', closed: true },
    ],
  },
  {
    job: { id: 'demo-1057', title: 'باورچی خانے کی وائرنگ', status: 'in progress', price: 380, currency: 'EUR' },
    subject: 'باورچی خانے کی وائرنگ',
    provider: 'bilal',
    unread: { elena: 1 },
    steps: [
      { at: '-5d 17:10', by: 'sara', says: 'السلام علیکم بلال صاحب، باورچی خانے کے دو ساکٹ کام نہیں کر رہے۔' },
      { at: '-5d 17:25', by: 'bilal', says: 'وعلیکم السلام۔ کیا فیوز باکس میں کوئی سوئچ نیچے گرا ہوا ہے؟' },
      { at: '-5d 17:31', by: 'sara', says: 'جی، ایک بار بار گر جاتا ہے۔' },
      { at: '-5d 17:36', by: 'bilal', says: 'پھر تار پرانی ہے، بدلنی پڑے گی۔ کل صبح دس بجے آ کر دیکھ لوں؟' },
      { at: '-5d 17:40', by: 'sara', says: 'ٹھیک ہے، شکریہ! 🙏' },
      {
        at: '-1d 12:15',
        by: 'bilal',
        says: 'تار بدل دی ہے، لیکن دیوار میں ایک جگہ پلستر کرنا پڑے گا۔ اس کے 60 یورو الگ ہوں گے۔',
      },
      {
        at: '-1d 12:50',
        by: 'sara',
        says: 'آپ نے پہلے نہیں بتایا تھا۔ میرا خیال تھا کہ قیمت میں سب شامل ہے۔',
        answering: 1,
      },
      {
        at: '-1d 12:58',
        by: 'sara',
        opens: {
          reason: 'The price is not what was agreed',
          details: 'Plastering was never mentioned before the work.',
          wished_outcome: 'Payment as agreed',
        },
      },
      { at: '-1d 13:30', joins: 'elena' },
      {
        at: '-1d 13:34',
        by: 'elena',
        says: 'Hello both, I have read the thread. Bilal, was the plaster part of the written offer?',
      },
      { at: '-1d 14:02', by: 'bilal', says: 'No, it was not. I did not expect the old cable to be behind the tiles.' },
      { at: '-1d 14:20', by: 'elena', says: 'Would you share the 60 €? 30 each seems fair to me.' },
      {
        at: '-1d 14:21',
        by: 'elena',
        offers: { refund_amount: '30', currency: 'EUR', text: 'each bears half of the plaster' },
      },
      { at: '-1d 14:28', by: 'sara', says: 'That is fine with me.', liked: { by: 'elena', emoji: '👍' } },
      { at: '-1d 14:41', by: 'bilal', says: 'مجھے سوچنے دیں، کل بتاتا ہوں۔' },
    ],
  },
  {
    job: { id: 'demo-1063', title: 'صيانة مكيف غرفة النوم', status: 'scheduled', price: 95, currency: 'EUR' },
    subject: 'صيانة مكيف غرفة النوم',
    provider: 'omar',
    unread: {},
    steps: [
      { at: '-2d 11:05', by: 'sara', says: 'مرحبًا عمر، مكيف غرفة النوم يعمل لكنه لا يبرّد.' },
      { at: '-2d 11:18', by: 'omar', says: 'أهلًا سارة. متى نُظّف الفلتر آخر مرة؟' },
      { at: '-2d 11:21', by: 'sara', says: 'بصراحة… لم أنظفه منذ أن اشتريته 😅' },
      {
        at: '-2d 11:24',
        by: 'omar',
        says: 'لا بأس 🙂 سأنظف الفلتر وأفحص الغاز. السعر 95 يورو إذا لم نحتج إلى تعبئة.',
        liked: { by: 'sara', emoji: '👍' },
      },
      { at: '-2d 11:30', by: 'sara', says: 'هل يناسبك صباح الخميس؟' },
      { at: '-2d 11:33', by: 'omar', says: 'نعم، بين التاسعة والعاشرة.', answering: 1 },
      { at: '-2d 11:34', by: 'sara', says: 'ممتاز، إلى اللقاء.' },
    ],
  },
  {
    job: { id: 'demo-1071', title: 'Pintar el salón', status: 'offer sent', price: 620, currency: 'EUR' },
    subject: 'Pintar el salón',
    provider: 'bilal',
    unread: { bilal: 2 },
    steps: [
      {
        at: '-1d 09:14',
        by: 'sara',
        says: 'Hola, Bilal. Quiero pintar el salón, unos 28 m². ¿Cuánto costaría, más o menos?',
      },
      {
        at: '-1d 09:48',
        by: 'bilal',
        says: '¡Buenos días, Sara! ¿Techo y paredes, o solo paredes? ¿Hay humedad en alguna parte?',
      },
      { at: '-1d 09:55', by: 'sara', says: 'Las dos cosas. Y sí, hay una mancha pequeña junto a la ventana.' },
      {
        at: '-1d 10:20',
        by: 'bilal',
        says: 'Entonces hace falta una capa de sellador ahí. En total, 620 € con la pintura incluida; dos días de trabajo.',
        files: ['presupuesto-1071.pdf'],
      },
      { at: '-1d 10:22', by: 'bilal', says: 'Puedo empezar el lunes que viene.' },
      {
        at: '-1d 19:05',
        by: 'sara',
        says: 'Me parece bien. ¿La pintura es sin olor? Tenemos un bebé en casa 👶',
        answering: 2,
      },
      { at: '-1d 19:06', by: 'sara', says: 'El color sería un blanco roto, algo cálido.' },
    ],
  },
  {
    job: { id: 'demo-1078', title: 'Move a piano', status: 'open', price: 150, currency: 'EUR' },
    subject: 'Move a piano',
    provider: 'bilal',
    unread: { bilal: 1 },
    steps: [
      {
        at: '-95m',
        by: 'sara',
        says: 'Hi Bilal, could you move an upright piano from the second floor (no lift 😬) to a van on Saturday?',
      },
    ],
  },
  {
    job: { id: 'demo-1080', title: 'Kitchen tap replacement', status: 'in progress', price: 120, currency: 'EUR' },
    subject: 'Kitchen tap replacement',
    provider: 'omar',
    unread: { sara: 2 },
    steps: [
      {
        at: '-1d 16:02',
        by: 'sara',
        says: 'Hello Omar, the kitchen tap drips all night. I bought a new one already, could you fit it?',
      },
      { at: '-1d 16:10', by: 'omar', says: 'Sure. Which one is it? Some need a wider hole.' },
      { at: '-1d 16:12', by: 'sara', says: 'This one: https://shop.example/taps/arc-35 – 35 mm, it says.' },
      { at: '-1d 16:15', by: 'omar', says: '35 mm is the usual size, that fits. 120 € including new hoses. Tomorrow?' },
      { at: '-1d 16:16', by: 'sara', says: 'Tomorrow is great.', liked: { by: 'omar', emoji: '👍' } },
      { at: '-74m', by: 'omar', says: 'I am on my way, about 15 minutes.' },
      { at: '-73m', by: 'omar', says: '', files: ['at-the-door.ogg'] },
      { at: '-71m', by: 'sara', says: 'The door on the left, the bell does not work. Please knock!' },
      {
        at: '-25m',
        by: 'omar',
        says: 'The old hose had a crack, so that was the second leak. Both are new now.',
        files: ['cracked-hose.jpg'],
      },
      {
        at: '-12m',
        by: 'omar',
        says: 'Finished! Please let the water run for a minute before you drink it. Anything else while I am here?',
      },
    ],
  },
];
