# bash completion for leitong. Made from its option table; tests/docs/pages.py makes it again.

# The command among the words before the one to complete, if it was typed.
_leitong_command() {
    local i word
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        case $word in
            =) ;;
            -*)
                if [[ $(_leitong_value "" "$word") != nothing ]]; then
                    if [[ ${COMP_WORDS[i + 1]-} == = ]]; then i=$((i + 2)); else i=$((i + 1)); fi
                fi
                ;;
            *)
                printf '%s' "$word"
                return
                ;;
        esac
    done
}

_leitong_commands() {
    printf '%s' 'index query pairs passages clusters templates template stock works documents explain check compare status verify remove export report nightly help'
}

# The options of a command; without one, those of all.
_leitong_options() {
    case $1 in
        index) printf '%s' '--root --files-from --text-field --id-field --encoding --paragraphs --max-file-size --prune --dry-run --hidden --follow-symlinks --db --format --json --quiet --color --lang --threads --help --version' ;;
        query) printf '%s' '--file --batch --paragraph --top --min-similarity --db --format --json --quiet --color --lang --threads --help --version' ;;
        pairs) printf '%s' '--document --cluster --relation --min-similarity --db --format --json --quiet --color --lang --threads --help --version' ;;
        passages) printf '%s' '--document --relation --min-letters --min-similarity --db --format --json --quiet --color --lang --threads --help --version' ;;
        clusters) printf '%s' '--document --cluster --relation --min-size --since --db --format --json --quiet --color --lang --threads --help --version' ;;
        templates) printf '%s' '--document --template --min-works --db --format --json --quiet --color --lang --threads --help --version' ;;
        template) printf '%s' '--template --keep-blanks --out --db --format --json --quiet --color --lang --threads --help --version' ;;
        stock) printf '%s' '--document --min-works --min-letters --db --format --json --quiet --color --lang --threads --help --version' ;;
        works) printf '%s' '--document --db --format --json --quiet --color --lang --threads --help --version' ;;
        documents) printf '%s' '--document --db --format --json --quiet --color --lang --threads --help --version' ;;
        explain) printf '%s' '--db --format --json --quiet --color --lang --threads --help --version' ;;
        check) printf '%s' '--encoding --top --stock --base --out --db --format --json --quiet --color --lang --threads --help --version' ;;
        compare) printf '%s' '--relation --min-letters --min-similarity --db --format --json --quiet --color --lang --threads --help --version' ;;
        status) printf '%s' '--db --format --json --quiet --color --lang --threads --help --version' ;;
        verify) printf '%s' '--db --format --json --quiet --color --lang --threads --help --version' ;;
        remove) printf '%s' '--db --format --json --quiet --color --lang --threads --help --version' ;;
        export) printf '%s' '--out --db --format --json --quiet --color --lang --threads --help --version' ;;
        report) printf '%s' '--out --since --db --format --json --quiet --color --lang --threads --help --version' ;;
        nightly) printf '%s' '--out --keep --fail-on --db --format --json --quiet --color --lang --threads --help --version' ;;
        help) printf '%s' '--db --format --json --quiet --color --lang --threads --help --version' ;;
        *) printf '%s' '--db --format --json --quiet --color --lang --threads --help --version' ;;
    esac
}

# What a command takes for an argument.
_leitong_argument() {
    case $1 in
        index) printf '%s' file ;;
        query) printf '%s' anything ;;
        pairs) printf '%s' nothing ;;
        passages) printf '%s' nothing ;;
        clusters) printf '%s' nothing ;;
        templates) printf '%s' nothing ;;
        template) printf '%s' file ;;
        stock) printf '%s' nothing ;;
        works) printf '%s' nothing ;;
        documents) printf '%s' nothing ;;
        explain) printf '%s' anything ;;
        check) printf '%s' file ;;
        compare) printf '%s' file ;;
        status) printf '%s' nothing ;;
        verify) printf '%s' nothing ;;
        remove) printf '%s' anything ;;
        export) printf '%s' nothing ;;
        report) printf '%s' nothing ;;
        nightly) printf '%s' nothing ;;
        help) printf '%s' command ;;
    esac
}

# What an option of a command takes for a value.
_leitong_value() {
    case "$1 $2" in
        'index --root' | ' --root') printf '%s' 'anything' ;;
        'index --files-from' | ' --files-from') printf '%s' 'file' ;;
        'index --text-field' | ' --text-field') printf '%s' 'anything' ;;
        'index --id-field' | ' --id-field') printf '%s' 'anything' ;;
        'index --encoding' | ' --encoding') printf '%s' 'anything' ;;
        'check --encoding' | ' --encoding') printf '%s' 'anything' ;;
        'index --paragraphs' | ' --paragraphs') printf '%s' 'choice auto line block' ;;
        'index --max-file-size' | ' --max-file-size') printf '%s' 'anything' ;;
        'index --prune' | ' --prune') printf '%s' 'nothing' ;;
        'index --dry-run' | 'index -n' | ' --dry-run' | ' -n') printf '%s' 'nothing' ;;
        'index --hidden' | ' --hidden') printf '%s' 'nothing' ;;
        'index --follow-symlinks' | ' --follow-symlinks') printf '%s' 'nothing' ;;
        'query --file' | 'query -f' | ' --file' | ' -f') printf '%s' 'file' ;;
        'query --batch' | ' --batch') printf '%s' 'file' ;;
        'query --paragraph' | 'query -p' | ' --paragraph' | ' -p') printf '%s' 'anything' ;;
        'query --top' | 'query -k' | ' --top' | ' -k') printf '%s' 'anything' ;;
        'check --top' | 'check -k' | ' --top' | ' -k') printf '%s' 'anything' ;;
        'query --min-similarity' | 'query -s' | ' --min-similarity' | ' -s') printf '%s' 'anything' ;;
        'pairs --document' | 'pairs -d' | 'passages --document' | 'passages -d' | 'clusters --document' | 'clusters -d' | 'templates --document' | 'templates -d' | 'stock --document' | 'stock -d' | 'works --document' | 'works -d' | 'documents --document' | 'documents -d' | ' --document' | ' -d') printf '%s' 'anything' ;;
        'pairs --cluster' | 'pairs -c' | 'clusters --cluster' | 'clusters -c' | ' --cluster' | ' -c') printf '%s' 'anything' ;;
        'pairs --relation' | 'pairs -r' | 'passages --relation' | 'passages -r' | 'clusters --relation' | 'clusters -r' | 'compare --relation' | 'compare -r' | ' --relation' | ' -r') printf '%s' 'choice stock identical variant near excerpt similar' ;;
        'passages --min-letters' | 'compare --min-letters' | ' --min-letters') printf '%s' 'anything' ;;
        'clusters --min-size' | ' --min-size') printf '%s' 'anything' ;;
        'pairs --min-similarity' | 'pairs -s' | 'passages --min-similarity' | 'passages -s' | 'compare --min-similarity' | 'compare -s' | ' --min-similarity' | ' -s') printf '%s' 'anything' ;;
        'templates --template' | ' --template') printf '%s' 'anything' ;;
        'template --template' | ' --template') printf '%s' 'anything' ;;
        'template --keep-blanks' | ' --keep-blanks') printf '%s' 'nothing' ;;
        'template --out' | 'template -o' | ' --out' | ' -o') printf '%s' 'folder' ;;
        'templates --min-works' | ' --min-works') printf '%s' 'anything' ;;
        'stock --min-works' | ' --min-works') printf '%s' 'anything' ;;
        'stock --min-letters' | ' --min-letters') printf '%s' 'anything' ;;
        'export --out' | 'export -o' | ' --out' | ' -o') printf '%s' 'file' ;;
        'check --stock' | ' --stock') printf '%s' 'file' ;;
        'check --base' | ' --base') printf '%s' 'file' ;;
        'check --out' | 'check -o' | ' --out' | ' -o') printf '%s' 'file' ;;
        'report --out' | 'report -o' | ' --out' | ' -o') printf '%s' 'folder' ;;
        'report --since' | ' --since') printf '%s' 'anything' ;;
        'clusters --since' | ' --since') printf '%s' 'anything' ;;
        'nightly --out' | 'nightly -o' | ' --out' | ' -o') printf '%s' 'folder' ;;
        'nightly --keep' | ' --keep') printf '%s' 'anything' ;;
        'nightly --fail-on' | ' --fail-on') printf '%s' 'anything' ;;
        'index --db' | 'query --db' | 'pairs --db' | 'passages --db' | 'clusters --db' | 'templates --db' | 'template --db' | 'stock --db' | 'works --db' | 'documents --db' | 'explain --db' | 'check --db' | 'compare --db' | 'status --db' | 'verify --db' | 'remove --db' | 'export --db' | 'report --db' | 'nightly --db' | 'help --db' | ' --db') printf '%s' 'file' ;;
        'query --format' | 'pairs --format' | 'passages --format' | 'clusters --format' | 'stock --format' | 'works --format' | 'documents --format' | 'compare --format' | ' --format') printf '%s' 'choice text jsonl csv' ;;
        'templates --format' | ' --format') printf '%s' 'choice text jsonl csv html' ;;
        'index --format' | 'template --format' | 'explain --format' | 'status --format' | 'verify --format' | 'remove --format' | 'export --format' | 'report --format' | 'nightly --format' | 'help --format' | ' --format') printf '%s' 'choice text jsonl' ;;
        'check --format' | ' --format') printf '%s' 'choice text jsonl html' ;;
        'index --json' | 'query --json' | 'pairs --json' | 'passages --json' | 'clusters --json' | 'templates --json' | 'template --json' | 'stock --json' | 'works --json' | 'documents --json' | 'explain --json' | 'check --json' | 'compare --json' | 'status --json' | 'verify --json' | 'remove --json' | 'export --json' | 'report --json' | 'nightly --json' | 'help --json' | ' --json') printf '%s' 'nothing' ;;
        'index --quiet' | 'index -q' | 'query --quiet' | 'query -q' | 'pairs --quiet' | 'pairs -q' | 'passages --quiet' | 'passages -q' | 'clusters --quiet' | 'clusters -q' | 'templates --quiet' | 'templates -q' | 'template --quiet' | 'template -q' | 'stock --quiet' | 'stock -q' | 'works --quiet' | 'works -q' | 'documents --quiet' | 'documents -q' | 'explain --quiet' | 'explain -q' | 'check --quiet' | 'check -q' | 'compare --quiet' | 'compare -q' | 'status --quiet' | 'status -q' | 'verify --quiet' | 'verify -q' | 'remove --quiet' | 'remove -q' | 'export --quiet' | 'export -q' | 'report --quiet' | 'report -q' | 'nightly --quiet' | 'nightly -q' | 'help --quiet' | 'help -q' | ' --quiet' | ' -q') printf '%s' 'nothing' ;;
        'index --color' | 'query --color' | 'pairs --color' | 'passages --color' | 'clusters --color' | 'templates --color' | 'template --color' | 'stock --color' | 'works --color' | 'documents --color' | 'explain --color' | 'check --color' | 'compare --color' | 'status --color' | 'verify --color' | 'remove --color' | 'export --color' | 'report --color' | 'nightly --color' | 'help --color' | ' --color') printf '%s' 'choice auto always never' ;;
        'index --lang' | 'query --lang' | 'pairs --lang' | 'passages --lang' | 'clusters --lang' | 'templates --lang' | 'template --lang' | 'stock --lang' | 'works --lang' | 'documents --lang' | 'explain --lang' | 'check --lang' | 'compare --lang' | 'status --lang' | 'verify --lang' | 'remove --lang' | 'export --lang' | 'report --lang' | 'nightly --lang' | 'help --lang' | ' --lang') printf '%s' 'choice zh en' ;;
        'index --threads' | 'index -j' | 'query --threads' | 'query -j' | 'pairs --threads' | 'pairs -j' | 'passages --threads' | 'passages -j' | 'clusters --threads' | 'clusters -j' | 'templates --threads' | 'templates -j' | 'template --threads' | 'template -j' | 'stock --threads' | 'stock -j' | 'works --threads' | 'works -j' | 'documents --threads' | 'documents -j' | 'explain --threads' | 'explain -j' | 'check --threads' | 'check -j' | 'compare --threads' | 'compare -j' | 'status --threads' | 'status -j' | 'verify --threads' | 'verify -j' | 'remove --threads' | 'remove -j' | 'export --threads' | 'export -j' | 'report --threads' | 'report -j' | 'nightly --threads' | 'nightly -j' | 'help --threads' | 'help -j' | ' --threads' | ' -j') printf '%s' 'anything' ;;
        'index --help' | 'index -h' | 'query --help' | 'query -h' | 'pairs --help' | 'pairs -h' | 'passages --help' | 'passages -h' | 'clusters --help' | 'clusters -h' | 'templates --help' | 'templates -h' | 'template --help' | 'template -h' | 'stock --help' | 'stock -h' | 'works --help' | 'works -h' | 'documents --help' | 'documents -h' | 'explain --help' | 'explain -h' | 'check --help' | 'check -h' | 'compare --help' | 'compare -h' | 'status --help' | 'status -h' | 'verify --help' | 'verify -h' | 'remove --help' | 'remove -h' | 'export --help' | 'export -h' | 'report --help' | 'report -h' | 'nightly --help' | 'nightly -h' | 'help --help' | 'help -h' | ' --help' | ' -h') printf '%s' 'nothing' ;;
        'index --version' | 'index -V' | 'query --version' | 'query -V' | 'pairs --version' | 'pairs -V' | 'passages --version' | 'passages -V' | 'clusters --version' | 'clusters -V' | 'templates --version' | 'templates -V' | 'template --version' | 'template -V' | 'stock --version' | 'stock -V' | 'works --version' | 'works -V' | 'documents --version' | 'documents -V' | 'explain --version' | 'explain -V' | 'check --version' | 'check -V' | 'compare --version' | 'compare -V' | 'status --version' | 'status -V' | 'verify --version' | 'verify -V' | 'remove --version' | 'remove -V' | 'export --version' | 'export -V' | 'report --version' | 'report -V' | 'nightly --version' | 'nightly -V' | 'help --version' | 'help -V' | ' --version' | ' -V') printf '%s' 'nothing' ;;
        *) printf '%s' nothing ;;
    esac
}

# COMPREPLY from one of the words that the functions above print.
_leitong_reply() {
    local expected=$1 current=$2
    COMPREPLY=()
    case $expected in
        file)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
            ;;
        folder)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$current")
            ;;
        command) mapfile -t COMPREPLY < <(compgen -W "$(_leitong_commands)" -- "$current") ;;
        'choice '*) mapfile -t COMPREPLY < <(compgen -W "${expected#choice }" -- "$current") ;;
    esac
}

_leitong() {
    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command
    # bash takes --name=value for three words.
    if [[ $current == = ]]; then
        current=''
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    command=$(_leitong_command)
    if [[ $before == -* && $(_leitong_value "$command" "$before") != nothing ]]; then
        _leitong_reply "$(_leitong_value "$command" "$before")" "$current"
    elif [[ $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(_leitong_options "$command")" -- "$current")
    elif [[ -z $command ]]; then
        _leitong_reply command "$current"
    else
        _leitong_reply "$(_leitong_argument "$command")" "$current"
    fi
}

complete -F _leitong leitong
