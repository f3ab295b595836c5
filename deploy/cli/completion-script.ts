export const shells = ["bash", "zsh", "fish", "powershell"] as const;

export type Shell = (typeof shells)[number];

export type Word = readonly [word: string, description: string];

/** The script that a shell sources; `words` maps a command, or `""` for none yet, to what may follow. Else: file names. */
export function completionScript(shell: Shell, words: ReadonlyMap<string, readonly Word[]>): string {
  return scripts[shell](words);
}

type Words = ReadonlyMap<string, readonly Word[]>;

const scripts: Readonly<Record<Shell, (words: Words) => string>> = { bash, zsh, fish, powershell };

function bash(words: Words): string {
  const cases = [...words].map(([command, follow]) => `    "${command}") words="${names(follow)}" ;;`);
  return `# scepscope completion bash > /etc/bash_completion.d/scepscope
_scepscope() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="" words=""
  [ "$COMP_CWORD" -gt 1 ] && command="\${COMP_WORDS[1]}"
  case "$command" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _scepscope scepscope
`;
}

function zsh(words: Words): string {
  const cases = [...words].map(([command, follow]) => {
    const listed = follow.map(([word, text]) => `'${word}:${text.replace(/['\\:]/g, " ")}'`).join(" ");
    return `    '${command}') candidates=(${listed}) ;;`;
  });
  return `#compdef scepscope
# scepscope completion zsh > "\${fpath[1]}/_scepscope"
_scepscope() {
  local command=""
  local -a candidates
  (( CURRENT > 2 )) && command="\${words[2]}"
  case "$command" in
${cases.join("\n")}
  esac
  _describe 'scepscope' candidates
  [[ -n "$command" ]] && _files
}
if [[ "\${funcstack[1]}" == _scepscope ]]; then _scepscope "$@"; else compdef _scepscope scepscope; fi
`;
}

function fish(words: Words): string {
  const lines = [...words].flatMap(([command, follow]) => {
    const when = command === "" ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${command}`;
    return follow.map(([word, text]) => {
      const what = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c scepscope -n '${when}' ${what} -d '${text.replace(/['\\]/g, " ")}'`;
    });
  });
  return `# scepscope completion fish > ~/.config/fish/completions/scepscope.fish\n${lines.join("\n")}\n`;
}

function powershell(words: Words): string {
  const cases = [...words].map(([command, follow]) => {
    return `    '${command}' = @(${follow.map(([word]) => `'${word}'`).join(", ")})`;
  });
  return `# scepscope completion powershell >> $PROFILE
Register-ArgumentCompleter -Native -CommandName scepscope -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $follow = @{
${cases.join("\n")}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  $command = if ($typed.Count -gt 2 -or ($typed.Count -eq 2 -and $wordToComplete -eq '')) { $typed[1] } else { '' }
  $follow[$command] | Where-Object { $_ -like "$wordToComplete*" } |
    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}

function names(follow: readonly Word[]): string {
  return follow.map(([word]) => word).join(" ");
}
