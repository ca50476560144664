/** How many digits a spoken number stands for when somebody spells out a telephone number. Folded. */
const words = (text: string, digits: number): [string, number][] =>
  text.split(' ').map((word): [string, number] => [word, digits]);

/** Words for numbers, with the digits that each stands for. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  // English
  ...words('zero oh one two three four five six seven eight nine', 1),
  ...words('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen', 2),
  ...words('twenty thirty forty fifty sixty seventy eighty ninety', 2),
  // Spanish
  ...words('cero uno dos tres cuatro cinco seis siete ocho nueve', 1),
  ...words('diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve', 2),
  ...words('veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho', 2),
  ...words('veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa', 2),
  ...words('cien ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos', 3),
  ...words('ochocientos novecientos', 3),
  // Arabic
  ...words('صفر واحد اثنين اثنان ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه', 1),
  // Urdu, in the folded writing of its letters
  ...words('زيرو ايك دو تين چار پانچ چه سات آته آٹه اٹه نو', 1),
]);

/** Say how often the next digit is repeated. */
export const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['doble', 2],
]);

/** Tens, after which "y" or nothing, and a single digit, belong to the same number. */
export const TENS: ReadonlySet<string> = new Set(
  'twenty thirty forty fifty sixty seventy eighty ninety treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(
    ' ',
  ),
);

/** After these it is an amount, and no telephone number. */
export const MAGNITUDES: ReadonlySet<string> = new Set(
  'hundred thousand million mil millon millones الف مليون هزار لاكه كروڑ'.split(' '),
);
