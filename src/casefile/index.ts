export { CaseFile, CaseFileEvent } from './case-file.entity';
