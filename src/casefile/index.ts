export { CaseFile, CaseFileEvent } from './case-file.entity';
export { type CaseFileDocument, caseFileJsonSchema } from './case-file-schema';
export { readExplanations } from './explanations';
export { parseCaseFile } from './parse-case-file';
export { replayCaseFile } from './replay';
export { readStatement, type Statement } from './statement';
