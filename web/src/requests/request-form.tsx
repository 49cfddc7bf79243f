import { useMutation } from '@tanstack/react-query';
import { Form, type FormInstance } from 'antd';
import { ProblemNotice, useFormProblem } from '../parts/problem-notice';
import { withoutEmpty } from '../parts/without-empty';
import { contentOf, fieldsOf } from './request-fields';
import { ResolutionField } from './resolution-field';

interface Props<Answer> {
  readonly form: FormInstance;
  readonly kind: string;
  readonly book: string | null;
  /** What the form begins with; what it has no field for stays as it is. */
  readonly content: object;
  /** The resolution that it rests on, as the form begins. */
  readonly resolution?: string | undefined;
  /** The request that is revised. */
  readonly request?: string;
  /** Nobody decides on it, so it rests on no resolution. */
  readonly isDirect?: boolean;
  readonly send: (
    content: Record<string, unknown>,
    resolution: string | undefined,
  ) => Promise<Answer>;
  readonly onDone?: (answer: Answer) => void;
  readonly onSending?: (isSending: boolean) => void;
  /** Something was typed; everything that the form holds now. */
  readonly onTyped?: (values: object) => void;
}

/** What is typed: the content, and beside it the resolution that it rests on. */
interface Values {
  readonly resolution?: string;
}

/** The form of a kind of request; its owner has the buttons, and sends what it holds. */
export function RequestForm<Answer>(props: Props<Answer>) {
  const { form, kind, book, content, send, onDone, onSending, onTyped } = props;
  const { resolution, request, isDirect = false } = props;
  const { problem, show, clear } = useFormProblem(form, '/content');
  const { mutate, isPending } = useMutation({
    mutationFn: ({ resolution: chosen, ...values }: Values) =>
      send(withoutEmpty(contentOf(kind, { ...content, ...values })), chosen),
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
      initialValues={{ ...content, resolution }}
      onValuesChange={(_, values: object) => onTyped?.(values)}
      onFinish={(values: Values) => {
        if (!isPending) mutate(values);
      }}
    >
      {Fields && <Fields book={book} />}
      {!isDirect && (
        <ResolutionField
          kind={kind}
          book={book}
          content={content}
          {...(request !== undefined && { request })}
        />
      )}
      <ProblemNotice problem={problem} />
    </Form>
  );
}
