# fish completion for leitong. Made from its option table; tests/docs/pages.py makes it again.

function __leitong_command
    set -l words (commandline -opc)
    set -l is_value no
    for word in $words[2..-1]
        if test $is_value = yes
            set is_value no
        else if contains -- $word --base --batch --cluster --color --db --document --encoding --fail-on --file --files-from --format --id-field --keep --lang --max-file-size --min-letters --min-similarity --min-size --min-works --out --paragraph --paragraphs --relation --root --since --stock --template --text-field --threads --top -c -d -f -j -k -o -p -r -s
            set is_value yes
        else if not string match -q -- '-*' $word
            echo $word
            return 0
        end
    end
    return 1
end

function __leitong_is
    set -l command (__leitong_command)
    and contains -- $command $argv
end

complete -c leitong -f
complete -c leitong -n 'not __leitong_command' -a index -d 'Read files and folders into the store'
complete -c leitong -n 'not __leitong_command' -a query -d 'Find where else a text appears'
complete -c leitong -n 'not __leitong_command' -a pairs -d 'List pairs of related paragraphs'
complete -c leitong -n 'not __leitong_command' -a passages -d 'List the passages that works share'
complete -c leitong -n 'not __leitong_command' -a clusters -d 'List clusters of paragraphs that repeat each other'
complete -c leitong -n 'not __leitong_command' -a templates -d 'List templates: fixed text, slots, and what fills them'
complete -c leitong -n 'not __leitong_command' -a template -d 'Make documents from a template and a table of values'
complete -c leitong -n 'not __leitong_command' -a stock -d 'List the stock phrases that independent works share'
complete -c leitong -n 'not __leitong_command' -a works -d 'List the works found in the documents'
complete -c leitong -n 'not __leitong_command' -a documents -d 'List documents, and which share text'
complete -c leitong -n 'not __leitong_command' -a explain -d 'Show why two paragraphs are related, or are not'
complete -c leitong -n 'not __leitong_command' -a check -d 'Check a draft against the store'
complete -c leitong -n 'not __leitong_command' -a compare -d 'Show what two files share, without a store'
complete -c leitong -n 'not __leitong_command' -a status -d 'Show what is in the store'
complete -c leitong -n 'not __leitong_command' -a verify -d 'Check every row of the store'
complete -c leitong -n 'not __leitong_command' -a remove -d 'Forget documents or roots'
complete -c leitong -n 'not __leitong_command' -a export -d 'Write everything out for other programs'
complete -c leitong -n 'not __leitong_command' -a report -d 'Write a report as static pages'
complete -c leitong -n 'not __leitong_command' -a nightly -d 'Index again and report what changed'
complete -c leitong -n 'not __leitong_command' -a help -d 'Explain a command'
complete -c leitong -n '__leitong_is index' -F
complete -c leitong -n '__leitong_is template' -F
complete -c leitong -n '__leitong_is check' -F
complete -c leitong -n '__leitong_is compare' -F
complete -c leitong -n '__leitong_is help' -a 'index query pairs passages clusters templates template stock works documents explain check compare status verify remove export report nightly help'
complete -c leitong -n '__leitong_is index' -l root -x -d 'Name of the root, under which its documents are listed; default: the last part of the path'
complete -c leitong -n '__leitong_is index' -l files-from -r -F -d 'Read the paths from FILE, one a line, or ended by NULs; \'-\' is standard input'
complete -c leitong -n '__leitong_is index' -l text-field -x -d 'Field of a JSONL record, or column of a table, that holds its text'
complete -c leitong -n '__leitong_is index' -l id-field -x -d 'Field of a JSONL record, or column of a table, that holds its id'
complete -c leitong -n '__leitong_is index' -l encoding -x -d 'Encoding of all files; default: told from each file\'s bytes'
complete -c leitong -n '__leitong_is check' -l encoding -x -d 'Encoding of the drafts, if the guess is wrong'
complete -c leitong -n '__leitong_is index' -l paragraphs -x -a 'auto line block' -d 'What a paragraph is: a line, or a block between empty lines; auto decides for each document'
complete -c leitong -n '__leitong_is index' -l max-file-size -x -d 'Leave out larger files'
complete -c leitong -n '__leitong_is index' -l prune -d 'Forget documents that are gone from their root'
complete -c leitong -n '__leitong_is index' -l dry-run -s n -d 'Say what would change, and change nothing'
complete -c leitong -n '__leitong_is index' -l hidden -d 'Read hidden files and folders too'
complete -c leitong -n '__leitong_is index' -l follow-symlinks -d 'Follow symbolic links'
complete -c leitong -n '__leitong_is query' -l file -s f -r -F -d 'Look up each paragraph of FILE'
complete -c leitong -n '__leitong_is query' -l batch -r -F -d 'Look up each line of FILE, a JSON object with "id" and "text"; \'-\' is standard input'
complete -c leitong -n '__leitong_is query' -l paragraph -s p -x -d 'Look up a paragraph of the store'
complete -c leitong -n '__leitong_is query' -l top -s k -x -d 'List at most K places for each text'
complete -c leitong -n '__leitong_is check' -l top -s k -x -d 'At most K sources of a paragraph'
complete -c leitong -n '__leitong_is query' -l min-similarity -s s -x -d 'Leave out what is less similar, unless one lies in the other; from 0 to 1'
complete -c leitong -n '__leitong_is pairs passages clusters templates stock works documents' -l document -s d -x -d 'Only of this document, or of this root'
complete -c leitong -n '__leitong_is pairs clusters' -l cluster -s c -x -d 'Only of this cluster'
complete -c leitong -n '__leitong_is pairs passages clusters compare' -l relation -s r -x -a 'stock identical variant near excerpt similar' -d 'Only of this relation'
complete -c leitong -n '__leitong_is passages compare' -l min-letters -x -d 'Leave out passages of fewer letters'
complete -c leitong -n '__leitong_is clusters' -l min-size -x -d 'Only clusters of at least N paragraphs'
complete -c leitong -n '__leitong_is pairs passages compare' -l min-similarity -s s -x -d 'Leave out pairs that are less similar; from 0 to 1'
complete -c leitong -n '__leitong_is templates' -l template -x -d 'Only this template or block template'
complete -c leitong -n '__leitong_is template' -l template -x -d 'The template to fill, where FILE holds several'
complete -c leitong -n '__leitong_is template' -l keep-blanks -d 'Leave {1:year} where there is no value'
complete -c leitong -n '__leitong_is template' -l out -s o -x -a '(__fish_complete_directories)' -d 'Write the documents into this folder, with a list of them in filled.jsonl'
complete -c leitong -n '__leitong_is templates' -l min-works -x -d 'Only templates of at least N works'
complete -c leitong -n '__leitong_is stock' -l min-works -x -d 'Only phrases of at least N works'
complete -c leitong -n '__leitong_is stock' -l min-letters -x -d 'Only phrases of at least N letters of Chinese, or four words for every seven'
complete -c leitong -n '__leitong_is export' -l out -s o -r -F -d 'Write to FILE; \'-\' is standard output'
complete -c leitong -n '__leitong_is check' -l stock -r -F -d 'Besides, take the lines of FILE for stock phrases'
complete -c leitong -n '__leitong_is check' -l base -r -F -d 'Mark what stands in FILE, and do not count it'
complete -c leitong -n '__leitong_is check' -l out -s o -r -F -d 'Write to FILE; a name that ends in .html asks for a page'
complete -c leitong -n '__leitong_is report' -l out -s o -x -a '(__fish_complete_directories)' -d 'The folder to write; one that is there must hold a report'
complete -c leitong -n '__leitong_is report' -l since -x -d 'Say what changed since this run: its number, or a day (YYYY-MM-DD)'
complete -c leitong -n '__leitong_is clusters' -l since -x -d 'Only what is new or changed since this run: its number, or a day (YYYY-MM-DD)'
complete -c leitong -n '__leitong_is nightly' -l out -s o -x -a '(__fish_complete_directories)' -d 'The folder of reports: DIR/runs, and the link DIR/latest'
complete -c leitong -n '__leitong_is nightly' -l keep -x -d 'How many reports are kept'
complete -c leitong -n '__leitong_is nightly' -l fail-on -x -d 'Exit with 5 if this holds, e.g. new-clusters>0; several with commas between'
complete -c leitong -l db -r -F -d 'The store; default: $LEITONG_DB, else ./leitong.db'
complete -c leitong -n '__leitong_is query pairs passages clusters stock works documents compare' -l format -x -a 'text jsonl csv' -d 'Form of the results: for people, or for programs'
complete -c leitong -n '__leitong_is templates' -l format -x -a 'text jsonl csv html' -d 'Form of the results: for people, for programs, or a page that stands alone'
complete -c leitong -n 'not __leitong_command; or __leitong_is index template explain status verify remove export report nightly help' -l format -x -a 'text jsonl' -d 'Form of the results: for people, or for programs'
complete -c leitong -n '__leitong_is check' -l format -x -a 'text jsonl html' -d 'Form of the results: for people, or for programs'
complete -c leitong -l json -d 'Short for --format jsonl'
complete -c leitong -l quiet -s q -d 'No progress, no summaries, no hints; errors are still shown'
complete -c leitong -l color -x -a 'auto always never' -d 'Colour; auto: on a terminal, unless NO_COLOR is set'
complete -c leitong -l lang -x -a 'zh en' -d 'Language of messages; default: that of the locale'
complete -c leitong -l threads -s j -x -d 'Number of threads; 0: one for each processor'
complete -c leitong -l help -s h -d 'Show this help'
complete -c leitong -l version -s V -d 'Show the version'
