export { addFen, fen, type Fen, minFen, negateFen, subtractFen, sumFen, ZERO_FEN } from './fen';
export { AMOUNT_PATTERN, formatYuan, parsePositiveYuan, parseYuan } from './yuan';
export { divideHalfUp, PreciseDecimal, roundHalfUpToFen } from './rounding';
export { apportion, ratioWeights } from './apportion';
export { amountInWords } from './amount-in-words';
