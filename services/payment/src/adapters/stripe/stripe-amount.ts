import { type Currency, minorDigits } from '@usher/kernel'

/**
 * Currencies that Stripe counts in whole units (https://docs.stripe.com/currencies#zero-decimal).
 */
const zeroDecimals = new Set(
  'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '),
)
/**
 * Counted in thousandths, of which the last digit must be 0
 * (https://docs.stripe.com/currencies#three-decimal).
 */
const threeDecimals = new Set('BHD JOD KWD OMR TND'.split(' '))
/**
 * Stripe lists the Ugandan shilling as zero-decimal and, elsewhere, wants two decimals: a factor of
 * 100 is at stake.
 */
const ambiguous = new Set(['UGX'])
/** Eight digits; more is refused by Stripe. */
const STRIPE_AMOUNT_MAX = 99_999_999

/**
 * The amount in Stripe's units; undefined when Stripe cannot take it. Our minor units follow the
 * Unicode CLDR, Stripe's its own list: the krona has no decimals here and two there.
 */
export function toStripeAmount(amountMinor: number, currency: Currency): number | undefined {
  if (ambiguous.has(currency)) return undefined
  const shift = stripeDigits(currency) - minorDigits(currency)
  const amount = shift >= 0 ? amountMinor * 10 ** shift : amountMinor / 10 ** -shift
  const valid = Number.isSafeInteger(amount) && amount <= STRIPE_AMOUNT_MAX
  if (!valid || (threeDecimals.has(currency) && amount % 10 !== 0)) return undefined
  return amount
}

function stripeDigits(currency: Currency): number {
  if (zeroDecimals.has(currency)) return 0
  return threeDecimals.has(currency) ? 3 : 2
}
