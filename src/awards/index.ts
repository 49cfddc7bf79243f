export { Award, AwardShare, Sanction } from './award.entity';
export { decideAward, recordSanction } from './decide-award';
export { payAward } from './pay-award';
