// C identifiers from names of models: letters, digits and underscores, at most 31 characters, no keyword, never two alike.
import { type CText, trusted } from './c-text.ts';

const LONGEST = 31;

const RESERVED: ReadonlySet<string> = new Set(
  `alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl concept const consteval constexpr
  constinit const_cast continue co_await co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern false float for
  friend goto if inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast
  requires restrict return short signed sizeof static static_assert static_cast struct switch template this thread_local throw true try typedef typeid
  typename typeof union unsigned using virtual void volatile wchar_t while xor xor_eq main memcpy memset arena in out errno`.split(/\s+/),
);

/** A legal identifier that resembles `name`; two names may give the same one (see Identifiers). */
export function identifierOf(name: string): CText {
  const plain = name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, LONGEST).replace(/_+$/, '').toLowerCase();
  const started = /^[a-z]/.test(plain) ? plain : `n_${plain}`.slice(0, LONGEST).replace(/_+$/, '');
  return trusted(RESERVED.has(started) ? `${started}_` : started);
}

/** Hands out identifiers that differ from one another. */
export class Identifiers {
  readonly #taken = new Set<string>();

  take(name: string): CText {
    const base = identifierOf(name);
    let id: string = base;
    for (let i = 2; this.#taken.has(id); i++) id = `${base.slice(0, LONGEST - 1 - String(i).length)}_${i}`;
    this.#taken.add(id);
    return trusted(id);
  }
}

/** The macro form: upper case. */
export function macroOf(identifier: CText): CText {
  return trusted(identifier.toUpperCase());
}
