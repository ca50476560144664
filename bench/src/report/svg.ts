/** Marks on a light page as on a dark one: the plots bring their own ground. */
const GROUND = '#ffffff';
const INK = '#1f2933';
const FAINT = '#e4e7eb';
const COLOURS = ['#9aa5b1', '#d9822b', '#1470cc', '#0e8a6b', '#8a4fbf'];
const WIDTH = 720;
const BAR = 22;
const GAP = 8;
const LEFT = 200;
const RIGHT = 125;

export interface Bar {
  readonly label: string;
  /** Parts, one after the other; each has the name of its series. */
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  /** What stands at its end. */
  readonly note: string;
  /** Begins a new group. */
  readonly apart?: boolean;
}

/** Bars from left to right. Their colours are those of their parts' names, in the order in which these first come. */
export function barChart(title: string, unit: string, bars: readonly Bar[]): string {
  const names = [...new Set(bars.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const most = Math.max(...bars.map(total));
  const scale = (value: number) => (value / most) * (WIDTH - LEFT - RIGHT);
  let y = 62;
  const drawn: string[] = [];
  for (const bar of bars) {
    if (bar.apart === true) y += GAP * 2;
    drawn.push(text(LEFT - 10, y + BAR / 2 + 4, bar.label, 'end'));
    let x = LEFT;
    for (const { name, value } of bar.parts) {
      drawn.push(
        `<rect x="${at(x)}" y="${y}" width="${at(scale(value))}" height="${BAR}" fill="${colour(names, name)}"/>`,
      );
      x += scale(value);
    }
    drawn.push(text(x + 8, y + BAR / 2 + 4, bar.note));
    y += BAR + GAP;
  }
  return page(title, unit, y + 12, [legend(names), ...drawn]);
}

export interface Line {
  readonly name: string;
  /** Null where there is no value to show. */
  readonly values: readonly (number | null)[];
  readonly dashed?: boolean;
}

export interface LinePlot {
  readonly title: string;
  readonly unit: string;
  /** What the points stand at, evenly spaced. */
  readonly ticks: readonly string[];
  readonly lines: readonly Line[];
}

/** Lines over a few points; the vertical axis is logarithmic, since what is compared is ratios. */
export function lineChart({ title, unit, ticks, lines }: LinePlot): string {
  const names = [...new Set(lines.map(({ name }) => name))];
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null && value > 0)) as number[];
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.01));
  const [top, bottom] = [64, 304];
  const x = (index: number) => 70 + (index * (WIDTH - 70 - 40)) / Math.max(1, ticks.length - 1);
  const y = (value: number) =>
    bottom - ((Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))) * (bottom - top);
  const drawn: string[] = [];
  for (let grid = low; grid <= high * 1.001; grid *= 10) {
    drawn.push(`<line x1="70" x2="${WIDTH - 40}" y1="${at(y(grid))}" y2="${at(y(grid))}" stroke="${FAINT}"/>`);
    drawn.push(text(62, y(grid) + 4, String(Number(grid.toPrecision(2))), 'end'));
  }
  for (const [index, tick] of ticks.entries()) drawn.push(text(x(index), bottom + 20, tick, 'middle'));
  for (const { name, values: mine, dashed } of lines) {
    const points = mine.flatMap((value, index) => (value === null ? [] : [`${at(x(index))},${at(y(value))}`]));
    const dash = dashed === true ? ' stroke-dasharray="5 4"' : '';
    drawn.push(
      `<polyline fill="none" stroke="${colour(names, name)}" stroke-width="2.5"${dash} points="${points.join(' ')}"/>`,
      ...points.map(
        (point) =>
          `<circle r="3.5" fill="${colour(names, name)}" cx="${point.split(',')[0]}" cy="${point.split(',')[1]}"/>`,
      ),
    );
  }
  return page(title, unit, bottom + 36, [legend(names), ...drawn]);
}

function page(title: string, unit: string, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escape(title)}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" rx="6" fill="${GROUND}"/>`,
    `<text x="16" y="24" font-size="15" font-weight="600" fill="${INK}">${escape(title)}</text>`,
    text(WIDTH - 16, 24, unit, 'end'),
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function legend(names: readonly string[]): string {
  let x = 16;
  return names
    .map((name) => {
      const entry = `<rect x="${x}" y="36" width="10" height="10" fill="${colour(names, name)}"/>${text(x + 15, 45, name)}`;
      x += 30 + name.length * 6.6;
      return entry;
    })
    .join('\n');
}

const total = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);
const at = (value: number): string => value.toFixed(1);
const colour = (names: readonly string[], name: string): string => COLOURS[names.indexOf(name)] ?? INK;
const text = (x: number, y: number, content: string, anchor = 'start'): string =>
  `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${INK}">${escape(content)}</text>`;
const escape = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
