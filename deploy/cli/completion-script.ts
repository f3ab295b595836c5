export const shells = ["bash", "zsh", "fish", "powershell"] as const;

export type Shell = (typeof shells)[number];

export type Word = readonly [word: string, description: string];

/** What may be typed. */
export interface Vocabulary {
  /** By command, or `""` for none yet: what may follow. Else: file names. */
  readonly words: ReadonlyMap<string, readonly Word[]>;
  /** By option: the values that it takes. */
  readonly values: ReadonlyMap<string, readonly Word[]>;
}

/** The script that a shell sources. */
export function completionScript(shell: Shell, vocabulary: Vocabulary): string {
  return scripts[shell](vocabulary);
}

const scripts: Readonly<Record<Shell, (vocabulary: Vocabulary) => string>> = { bash, zsh, fish, powershell };

function bash({ words, values }: Vocabulary): string {
  const cases = (of: Vocabulary["words"]): string =>
    [...of].map(([key, follow]) => `    "${key}") words="${names(follow)}" ;;`).join("\n");
  return `# scepscope completion bash > /etc/bash_completion.d/scepscope
_scepscope() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" words=""
  [ "$COMP_CWORD" -gt 1 ] && command="\${COMP_WORDS[1]}"
  case "$command" in
${cases(words)}
  esac
  case "$previous" in
${cases(values)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _scepscope scepscope
`;
}

function zsh({ words, values }: Vocabulary): string {
  const cases = (of: Vocabulary["words"], then: string): string =>
    [...of]
      .map(([key, follow]) => {
        const listed = follow.map(([word, text]) => `'${word}:${text.replace(/['\\:]/g, " ")}'`).join(" ");
        return `    '${key}') candidates=(${listed})${then} ;;`;
      })
      .join("\n");
  return `#compdef scepscope
# scepscope completion zsh > "\${fpath[1]}/_scepscope"
_scepscope() {
  local command="" files=yes
  local -a candidates
  (( CURRENT > 2 )) && command="\${words[2]}"
  case "$command" in
${cases(words, "")}
  esac
  case "\${words[CURRENT-1]}" in
${cases(values, "; files=no")}
  esac
  _describe 'scepscope' candidates
  [[ -n "$command" && "$files" == yes ]] && _files
}
if [[ "\${funcstack[1]}" == _scepscope ]]; then _scepscope "$@"; else compdef _scepscope scepscope; fi
`;
}

function fish({ words, values }: Vocabulary): string {
  const lines = [...words].flatMap(([command, follow]) => {
    const when = command === "" ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${command}`;
    return follow.map(([word, text]) => {
      const taken = values.get(word);
      const choices = taken === undefined ? "" : ` -x -a '${names(taken)}'`;
      const what = word.startsWith("--") ? `-l ${word.slice(2)}${choices}` : `-a ${word}`;
      return `complete -c scepscope -n '${when}' ${what} -d '${text.replace(/['\\]/g, " ")}'`;
    });
  });
  return `# scepscope completion fish > ~/.config/fish/completions/scepscope.fish\n${lines.join("\n")}\n`;
}

function powershell({ words, values }: Vocabulary): string {
  const table = (of: Vocabulary["words"]): string =>
    [...of]
      .map(([key, follow]) => `    '${key}' = @(${follow.map(([word]) => `'${word}'`).join(", ")})`)
      .join("\n");
  return `# scepscope completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName scepscope -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $follow = @{
${table(words)}
  }
  $values = @{
${table(values)}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $command = if ($typed.Count -gt 2 -or ($typed.Count -eq 2 -and $wordToComplete -eq '')) { $typed[1] } else { '' }
  $previous = if ($wordToComplete -eq '') { $typed[-1] } else { $typed[-2] }
  $words = if ($values.ContainsKey("$previous")) { $values["$previous"] } else { $follow[$command] }
  $words | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

function names(follow: readonly Word[]): string {
  return follow.map(([word]) => word).join(" ");
}
