import { useQuery } from '@tanstack/react-query';
import { call } from '../api';
import type { CaseJudgments } from '../api-types';

/** The judgments of a case, what they order, and what of its money is missing since one changed. */
export const useCaseJudgments = (caseId: string) =>
  useQuery({
    queryKey: ['case', caseId, 'judgments'],
    queryFn: () =>
      call<CaseJudgments>({ path: `/api/v1/cases/${encodeURIComponent(caseId)}/judgments` }),
  });
