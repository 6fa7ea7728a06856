/** What each shell loads. All of them ask `pwos __complete`, so that the words are known in one place. */
export const completionScripts: { readonly [shell in 'bash' | 'zsh' | 'fish']: string } = {
  bash: `# pwos completion for bash: source <(pwos completion bash)
_pwos() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}" lines
  lines=$(pwos __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ $lines == :file ]]; then
    COMPREPLY=($(compgen -f -- "$current"))
    compopt -o filenames 2>/dev/null
  else
    COMPREPLY=($(compgen -W "$(cut -f1 <<<"$lines")" -- "$current"))
  fi
}
complete -F _pwos pwos
`,
  zsh: `#compdef pwos
# pwos completion for zsh: pwos completion zsh > a file named _pwos in a folder of $fpath
_pwos() {
  local -a lines shown
  lines=("\${(@f)$(pwos __complete -- "\${words[@]:1:$((CURRENT-1))}" 2>/dev/null)}")
  if [[ $lines[1] == :file ]]; then
    _files
  else
    shown=("\${(@)lines//:/\\\\:}")
    shown=("\${(@)shown/$'\\t'/:}")
    _describe pwos shown
  fi
}
if [[ $funcstack[1] == _pwos ]]; then _pwos "$@"; else compdef _pwos pwos; fi
`,
  fish: `# pwos completion for fish: pwos completion fish > ~/.config/fish/completions/pwos.fish
function __pwos_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines (pwos __complete -- $words[2..-1] 2>/dev/null)
  if test "$lines[1]" = :file
    __fish_complete_path (commandline -ct)
  else
    printf '%s\\n' $lines
  end
end
complete -c pwos -f -a '(__pwos_complete)'
`,
}
