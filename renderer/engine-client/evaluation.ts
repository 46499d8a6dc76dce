import { useQuery } from '@tanstack/react-query';
import { call } from './bridge.ts';

/** Keys of what the window keeps of evaluations; all begin alike, so that one word reads everything anew. */
export const evaluationKeys = {
  all: ['evaluation'] as const,
  list: ['evaluation', 'list'] as const,
  result: (set: string) => ['evaluation', 'result', set] as const,
  prompt: (set: string, prompt: string) => ['evaluation', 'prompt', set, prompt] as const,
};

export const useEvaluations = () =>
  useQuery({ queryKey: evaluationKeys.list, queryFn: () => call('evaluation.list', {}), staleTime: 0 });

export const useEvaluationResult = (set: string, wanted: boolean) =>
  useQuery({
    queryKey: evaluationKeys.result(set),
    queryFn: () => call('evaluation.result', { set }),
    enabled: wanted,
  });

export const useEvaluationPrompt = (set: string, prompt: string) =>
  useQuery({
    queryKey: evaluationKeys.prompt(set, prompt),
    queryFn: () => call('evaluation.prompt', { set, prompt }),
    gcTime: 60_000,
  });
