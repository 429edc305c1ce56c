/** How dates are written, and what a step of one is. */
export interface DateForm {
  /** Such as `YYYY-MM-DD` or `DD.MM.YYYY hh:mm`; `M` and `D` are written without a zero. */
  readonly pattern: string;
  /** Milliseconds that one unit of the column's numbers stands for. */
  readonly unit: number;
}

const days = ["YYYY-MM-DD", "YYYY/MM/DD"];
for (const separator of [".", "/", "-"])
  for (const order of ["DD MM", "D M", "MM DD", "M D"])
    days.push(`${order.replace(" ", separator)}${separator}YYYY`);
const seconds = ["", ":ss", ":ss.sss"].flatMap((rest) => [` hh:mm${rest}`, `Thh:mm${rest}`]);
const times = ["", ...seconds, ...seconds.map((time) => `${time}Z`)];
const patterns = days.flatMap((day) => times.map((time) => `${day}${time}`));

const tokens = /YYYY|MM|DD|hh|mm|sss|ss|M|D/g;
const digits: Readonly<Record<string, string>> = {
  YYYY: "(\\d{4})",
  sss: "(\\d{3})",
  M: "(\\d{1,2})",
  D: "(\\d{1,2})",
};

const expressions = new Map<string, RegExp>();
function expressionOf(pattern: string): RegExp {
  const known = expressions.get(pattern);
  if (known) return known;
  const parts = pattern
    .replace(/[^A-Za-z]/g, "\\$&")
    .replace(tokens, (token) => digits[token] ?? "(\\d{2})");
  const made = new RegExp(`^${parts}$`);
  expressions.set(pattern, made);
  return made;
}

/** Whether a text says how dates are written: it has a year, a month and a day. */
export const isDatePattern = (text: string): boolean =>
  /YYYY/.test(text) && /M/.test(text) && /D/.test(text);

/** The form of dates that are written so. */
export const dateForm = (pattern: string): DateForm => ({
  pattern,
  unit: pattern.includes("sss")
    ? 1
    : pattern.includes("ss")
      ? 1000
      : pattern.includes("hh")
        ? 60_000
        : 86_400_000,
});

/** Reads a date, in units since 1970 (UTC); `undefined` unless it prints back as it was read. */
export function readDate(text: string, { pattern, unit }: DateForm): number | undefined {
  const found = expressionOf(pattern).exec(text);
  if (!found) return undefined;
  const names = pattern.match(tokens)!;
  const part = (...wanted: string[]): number | undefined => {
    const i = names.findIndex((name) => wanted.includes(name));
    return i < 0 ? undefined : Number(found[i + 1]);
  };
  const value =
    Date.UTC(
      part("YYYY")!,
      part("MM", "M")! - 1,
      part("DD", "D"),
      part("hh") ?? 0,
      part("mm") ?? 0,
      part("ss") ?? 0,
      part("sss") ?? 0,
    ) / unit;
  return printDate(value, { pattern, unit }) === text ? value : undefined;
}

/** A date, in units since 1970, as text. */
export function printDate(value: number, { pattern, unit }: DateForm): string {
  const date = new Date(Math.round(value) * unit);
  const pad = (number: number, length = 2): string => String(number).padStart(length, "0");
  const parts: Readonly<Record<string, string>> = {
    YYYY: pad(date.getUTCFullYear(), 4),
    MM: pad(date.getUTCMonth() + 1),
    M: String(date.getUTCMonth() + 1),
    DD: pad(date.getUTCDate()),
    D: String(date.getUTCDate()),
    hh: pad(date.getUTCHours()),
    mm: pad(date.getUTCMinutes()),
    ss: pad(date.getUTCSeconds()),
    sss: pad(date.getUTCMilliseconds(), 3),
  };
  return pattern.replace(tokens, (token) => parts[token]!);
}

/**
 * The forms in which all of the texts are dates: none, one, or a day first and a month first where
 * no day is above 12.
 */
export function findDateForms(texts: readonly string[]): DateForm[] {
  const fits = patterns
    .map(dateForm)
    .filter((form) => texts.every((text) => readDate(text, form) !== undefined));
  const isDayFirst = ({ pattern }: DateForm): boolean => pattern.startsWith("D");
  const first = (some: DateForm[]): DateForm[] => some.slice(0, 1);
  return [...first(fits.filter(isDayFirst)), ...first(fits.filter((form) => !isDayFirst(form)))];
}
