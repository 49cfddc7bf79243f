import { Alert, Button, type FormInstance } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, ProblemError } from '../api';
import { i18n } from '../i18n';

/** What went wrong, in words for a person. */
export function problemOfError(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return { code: 'PAGE', title: i18n.t('problem.page'), detail: i18n.t('problem.pageRemedy') };
}

interface Props {
  readonly problem: Problem | undefined;
  /** Offers to try again. */
  readonly onRetry?: () => void;
}

/** A refusal: what it is, what to do, and which fields are meant. */
export function ProblemNotice({ problem, onRetry }: Props) {
  const { t } = useTranslation();
  if (problem === undefined) return null;
  const { title, detail, faults = [], requestId } = problem;
  return (
    <Alert
      className="problem"
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          <div>{detail}</div>
          {faults.map(({ pointer, message }) => (
            <div key={`${pointer} ${message}`}>
              <code>{pointer}</code> {message}
            </div>
          ))}
          {requestId !== undefined && (
            <small>
              {t('problem.requestId')} {requestId}
            </small>
          )}
        </>
      }
      action={onRetry && <Button onClick={onRetry}>{t('table.retry')}</Button>}
    />
  );
}

type FieldPath = (string | number)[];

const fieldOf = (pointer: string): FieldPath =>
  pointer
    .split('/')
    .slice(1)
    .map((name) => (/^\d+$/.test(name) ? parseInt(name, 10) : name));

/**
 * Keeps the refusal of a form; faults of fields that the form has stand at those fields.
 *
 * @param above where the form's values stand in what is sent, as a JSON pointer
 */
export function useFormProblem(form: FormInstance, above = '') {
  const [problem, setProblem] = useState<Problem>();
  const show = (error: unknown): void => {
    const refusal = problemOfError(error);
    const faults = (refusal.faults ?? []).map(({ pointer, message }) => ({
      pointer: pointer.startsWith(`${above}/`) ? pointer.slice(above.length) : pointer,
      message,
    }));
    const isHere = ({ pointer }: { pointer: string }): boolean =>
      (form.getFieldInstance(fieldOf(pointer)) as unknown) !== undefined;
    for (const { pointer, message } of faults.filter(isHere)) {
      form.setFields([{ name: fieldOf(pointer), errors: [message] }]);
    }
    setProblem({ ...refusal, faults: faults.filter((fault) => !isHere(fault)) });
  };
  const clear = (): void => {
    setProblem(undefined);
  };
  return { problem, show, clear };
}
