export { Award, AwardShare, Sanction } from './award.entity';
export { type AwardToDecide, decideAward, recordSanction } from './decide-award';
export { payAward } from './pay-award';
