// Writes src/Locket.Engine/Text/Unicode.bin, the tables behind Locket.Engine.Text.Unicode, from the Unicode data that
// Node carries: node eng/unicode-tables.mjs. The committed file is of Unicode 17.0 (Node built with ICU 78).
//
// Numbers are little-endian; u24 takes three bytes. Three sections, each led by a u24 count of its entries:
//   canonical decompositions, by code point: u24 code (bit 23: never composed), u8 length, that many u24
//   combining classes, by code point: u24 from, u24 to, u8 class
//   folds, by code point: u24 code, u8 length, that many UTF-16 units (0: dropped)
import { writeFileSync } from 'node:fs';

const out = new URL('../src/Locket.Engine/Text/Unicode.bin', import.meta.url);
const last = 0x10ffff;
const neverComposed = 0x800000;
const isSurrogate = code => code >= 0xd800 && code <= 0xdfff;
const isHangul = code => code >= 0xac00 && code <= 0xd7a3;
const text = code => String.fromCodePoint(code);
const codes = string => [...string].map(letter => letter.codePointAt(0));

// JavaScript does not tell a combining class, but normalisation orders marks by it: two marks keep either order only if
// their classes are equal or one is 0. One known mark of each class is therefore enough to place all the others.
const marks = [
  [1, 0x334], [6, 0x16ff0], [7, 0x93c], [8, 0x3099], [9, 0x94d], [10, 0x5b0], [11, 0x5b1], [12, 0x5b2],
  [13, 0x5b3], [14, 0x5b4], [15, 0x5b5], [16, 0x5b6], [17, 0x5b7], [18, 0x5b8], [19, 0x5b9], [20, 0x5bb],
  [21, 0x5bc], [22, 0x5bd], [23, 0x5bf], [24, 0x5c1], [25, 0x5c2], [26, 0xfb1e], [27, 0x64b], [28, 0x64c],
  [29, 0x64d], [30, 0x618], [31, 0x619], [32, 0x61a], [33, 0x651], [34, 0x652], [35, 0x670], [36, 0x711],
  [84, 0xc55], [91, 0xc56], [103, 0xe38], [107, 0xe48], [118, 0xeb8], [122, 0xec8], [129, 0xf71], [130, 0xf72],
  [132, 0xf74], [202, 0x321], [214, 0x1dce], [216, 0x31b], [218, 0x1dfa], [220, 0x316], [222, 0x59a], [224, 0x302e],
  [226, 0x1d16d], [228, 0x5ae], [230, 0x300], [232, 0x315], [233, 0x35c], [234, 0x35d], [240, 0x345],
];

function combiningClass(code) {
  let swaps = false;
  let equal = 0;
  for (const [number, mark] of marks) {
    const one = text(code) + text(mark);
    const two = text(mark) + text(code);
    const moves = code !== mark && one.normalize('NFD') === two.normalize('NFD');
    swaps ||= moves;
    equal = moves ? equal : number;
  }
  return swaps ? equal : 0;
}

// What composes again is kept as the pair that does so, found by composing all but the last mark; what never composes in full.
function decompositionOf(code) {
  const full = text(code).normalize('NFD');
  if (full === text(code) || isHangul(code)) {
    return null;
  }

  const parts = codes(full);
  if (text(code).normalize('NFC') !== text(code)) {
    return [code | neverComposed, parts];
  }

  return [code, [...codes(String.fromCodePoint(...parts.slice(0, -1)).normalize('NFC')), parts.at(-1)]];
}

// Marks that searches ignore. Those of scripts in which a mark is a letter of its own (Indic vowels, kana voicing) stay.
const dropped = [
  [0x300, 0x36f], [0x483, 0x489], [0x591, 0x5bd], [0x5bf, 0x5bf], [0x5c1, 0x5c2], [0x5c4, 0x5c5], [0x5c7, 0x5c7],
  [0x610, 0x61a], [0x640, 0x640], [0x64b, 0x65f], [0x670, 0x670], [0x6d6, 0x6dc], [0x1ab0, 0x1aff], [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff], [0xfe00, 0xfe0f], [0xfe20, 0xfe2f], [0x200b, 0x200d], [0x2060, 0x2060], [0xfeff, 0xfeff], [0xad, 0xad],
];
const isDropped = code => dropped.some(([from, to]) => code >= from && code <= to);

// Letters that Unicode does not decompose, although people leave their strokes out when they type.
const stroked = { 'ø': 'o', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'ł': 'l', 'ħ': 'h', 'ŧ': 't', 'æ': 'ae', 'œ': 'oe', 'ŋ': 'n', 'ɨ': 'i', 'ʉ': 'u', 'ƀ': 'b', 'ɓ': 'b', 'ɗ': 'd', 'ƙ': 'k' };
const longest = 4;

function foldOf(code) {
  const plain = text(code).normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
  const kept = codes(plain).filter(part => !isDropped(part)).map(text).map(letter => stroked[letter] ?? letter).join('');
  const fold = kept.normalize('NFC');
  return fold.length <= longest && !fold.startsWith(' ') ? fold : text(code);
}

const bytes = [];
const u8 = number => bytes.push(number);
const u24 = number => bytes.push(number & 255, (number >> 8) & 255, (number >> 16) & 255);
const section = (entries, write) => { u24(entries.length); entries.forEach(write); };

const decompositions = [];
const classes = [];
const folds = [];
for (let code = 0x80; code <= last; code++) {
  if (isSurrogate(code)) {
    continue;
  }

  const pair = decompositionOf(code);
  if (pair) {
    decompositions.push(pair);
  }

  const number = /\p{M}/u.test(text(code)) ? combiningClass(code) : 0;
  const before = classes.at(-1);
  if (number > 0 && before?.[1] === code - 1 && before[2] === number) {
    before[1] = code;
  } else if (number > 0) {
    classes.push([code, code, number]);
  }

  const fold = isHangul(code) ? text(code) : foldOf(code);
  if (fold !== text(code)) {
    folds.push([code, fold]);
  }
}

section(decompositions, ([code, parts]) => {
  u24(code);
  u8(parts.length);
  parts.forEach(u24);
});
section(classes, ([from, to, number]) => { u24(from); u24(to); u8(number); });
section(folds, ([code, fold]) => {
  u24(code);
  u8(fold.length);
  for (let at = 0; at < fold.length; at++) {
    bytes.push(fold.charCodeAt(at) & 255, fold.charCodeAt(at) >> 8);
  }
});
writeFileSync(out, Uint8Array.from(bytes));
console.log(`Unicode ${process.versions.unicode}: ${decompositions.length} decompositions, ${classes.length} ranges of marks, ${folds.length} folds, ${bytes.length} bytes`);
