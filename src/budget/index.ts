export { appropriate } from './appropriate';
export { Appropriation } from './appropriation.entity';
export { type PoolStatement, readPools } from './pool-statement';
