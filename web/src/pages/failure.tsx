import { ProblemNotice, problemOfError } from '../parts/problem-notice';
import { useRouteError } from 'react-router-dom';

/** A page that failed says so, and the frame around it stays. */
export function Failure() {
  return (
    <div className="page">
      <ProblemNotice
        problem={problemOfError(useRouteError())}
        onRetry={() => {
          window.location.reload();
        }}
      />
    </div>
  );
}
