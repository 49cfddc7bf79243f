import { z } from 'zod';
import { parseBusinessDate } from '../calendar';
import { AMOUNT_PATTERN, parsePositiveYuan } from '../money';

/** A business day that the books can have, `YYYY-MM-DD`. */
export const day = z.iso
  .date()
  .refine((given) => parseBusinessDate(given) !== undefined, 'must be a day from 1900 to 2200');

/** Yuan above zero with at most two decimals, as text. */
export const positiveYuan = z
  .string()
  .regex(AMOUNT_PATTERN)
  .refine((amount) => parsePositiveYuan(amount) !== undefined, 'must be above zero')
  .meta({ description: 'Yuan, such as 1234.56' });
