import { useQuery } from '@tanstack/react-query';
import { callTagged } from '../api';
import type { Meeting } from '../api-types';

/** A meeting as it is now, with what is needed to change it. */
export const useMeeting = (id: string) =>
  useQuery({
    queryKey: ['meeting', id],
    queryFn: ({ signal }) =>
      callTagged<Meeting>({ path: `/api/v1/meetings/${encodeURIComponent(id)}`, signal }),
    // What is changed or concluded is what was seen.
    staleTime: Infinity,
    gcTime: 0,
  });
