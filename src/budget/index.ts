export { appropriate } from './appropriate';
export { holdMoney, requireAvailable } from './hold-money';
export { Appropriation } from './appropriation.entity';
export { type PoolStatement, readPools } from './pool-statement';
