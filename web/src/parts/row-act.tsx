import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { call, type Request } from '../api';

interface Act {
  /** Path of the list that the row stands in, which is read again afterwards. */
  readonly list: string;
  readonly request: Request;
  /** What is said once it is done. */
  readonly done: string;
  /** An act was refused; `undefined` when another one begins. */
  readonly onRefused: (error: unknown) => void;
}

/** An act on one row of a list. */
export function useRowAct({ list, request, done, onRefused }: Act) {
  const { message } = App.useApp();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call(request),
    onMutate: () => {
      onRefused(undefined);
    },
    onError: onRefused,
    onSuccess: () => void message.success(done),
    onSettled: () => client.invalidateQueries({ queryKey: ['list', list] }),
  });
}

/** The button of an act that nothing is asked about first. */
export function RowAct({ label, ...act }: Act & { readonly label: string }) {
  const { mutate, isPending } = useRowAct(act);
  return (
    <Button
      size="small"
      loading={isPending}
      onClick={() => {
        mutate();
      }}
    >
      {label}
    </Button>
  );
}
