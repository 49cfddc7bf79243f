export {
  AwardAssessment,
  AwardAssessmentShare,
  AwardNotice,
  AwardObjection,
  AwardObjectionDecision,
} from './assessment.entity';
export { Award, AwardShare, Sanction } from './award.entity';
export { decideAward, recordSanction } from './decide-award';
export { AWARD_KINDS } from './kinds';
export { OPEN_AWARDS } from './open-awards';
export { payableOf, payAward, returnAwardPayment, shareInForce } from './pay-award';
export {
  AwardRecall,
  AwardRecallPart,
  AwardReturn,
  AwardUseDocument,
  AwardUseReport,
} from './recall.entity';
