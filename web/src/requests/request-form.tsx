import { useMutation } from '@tanstack/react-query';
import { Form, type FormInstance } from 'antd';
import { ProblemNotice, useFormProblem } from '../parts/problem-notice';
import { withoutEmpty } from '../parts/without-empty';
import { fieldsOf } from './request-fields';

interface Props<Answer> {
  readonly form: FormInstance;
  readonly kind: string;
  readonly book: string | null;
  /** What the form begins with; what it has no field for stays as it is. */
  readonly content: object;
  readonly send: (content: Record<string, unknown>) => Promise<Answer>;
  readonly onDone?: (answer: Answer) => void;
  readonly onSending?: (isSending: boolean) => void;
  /** Something was typed; everything that the form holds now. */
  readonly onTyped?: (values: object) => void;
}

/** The form of a kind of request; its owner has the buttons, and sends what it holds. */
export function RequestForm<Answer>(props: Props<Answer>) {
  const { form, kind, book, content, send, onDone, onSending, onTyped } = props;
  const { problem, show, clear } = useFormProblem(form, '/content');
  const { mutate, isPending } = useMutation({
    mutationFn: (values: object) => send(withoutEmpty({ ...content, ...values })),
    onMutate: () => {
      clear();
      onSending?.(true);
    },
    onError: show,
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => onSending?.(false),
  });
  const Fields = fieldsOf(kind);
  return (
    <Form
      name={kind}
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={content}
      onValuesChange={(_, values: object) => onTyped?.(values)}
      onFinish={(values: object) => {
        if (!isPending) mutate(values);
      }}
    >
      {Fields && <Fields book={book} />}
      <ProblemNotice problem={problem} />
    </Form>
  );
}
