using System.Buffers;
using System.Text;

namespace Locket.Server.Peers;

/// <summary>One element of a list in a JSON document.</summary>
/// <param name="List">Name of the list in the object around it; empty where the document is the list.</param>
/// <param name="Number">Which element, from 1.</param>
/// <param name="Line">The line of the document that it begins in, from 1.</param>
/// <param name="Utf8">Its bytes, not parsed yet; null where it is too large.</param>
/// <param name="IsCut">True when the document ends in the middle of it.</param>
internal sealed record JsonPiece(string List, int Number, long Line, byte[]? Utf8, bool IsCut);

/// <summary>
/// Cuts a JSON document into the elements of its lists, without parsing them and without holding more than one of them. A parser would
/// give up at the first broken element; this one counts brackets, so what is broken stays inside its element.
/// </summary>
/// <param name="lists">Names of the lists in a document that is an object; a document that is a list is always cut.</param>
/// <param name="largest">Bytes of the largest element that is kept.</param>
internal sealed class JsonSplitter(IReadOnlyCollection<string> lists, int largest)
{
    private const int LongestName = 256;

    private readonly ArrayBufferWriter<byte> _element = new();
    private readonly List<byte> _name = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private bool _isText;
    private bool _isEscaped;
    private bool _isName;
    private int _depth;
    private int _elementDepth;
    private string _list = "";
    private int _number;
    private long _line = 1;
    private long _elementLine;
    private bool _isTooLarge;
    private byte _root;

    /// <summary>The lists that were in it, empty ones too.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>False where the document is neither a list nor an object.</summary>
    public bool IsJson => _root is (byte)'[' or (byte)'{';

    public void Take(ReadOnlySpan<byte> bytes, List<JsonPiece> pieces)
    {
        foreach (var letter in bytes)
        {
            Take(letter, pieces);
            _line += letter == '\n' ? 1 : 0;
        }
    }

    /// <summary>The document is at its end.</summary>
    public void End(List<JsonPiece> pieces)
    {
        if (_depth > 0)
        {
            Close(pieces, isCut: true);
        }
    }

    private void Take(byte letter, List<JsonPiece> pieces)
    {
        if (_isText)
        {
            Keep(letter);
            TakeText(letter);
            return;
        }

        switch (letter)
        {
            case (byte)'"':
                _isText = true;
                if (_depth == 1 && _isName)
                {
                    _name.Clear();
                }

                Keep(letter);
                break;
            case (byte)'{' or (byte)'[':
                Open(letter);
                break;
            case (byte)'}' or (byte)']' when _depth > 0:
                if (_depth == _elementDepth)
                {
                    Close(pieces, isCut: false);
                    _elementDepth = 0;
                }

                _depth--;
                Keep(letter);
                break;
            case (byte)',' when _depth == _elementDepth && _elementDepth > 0:
                Close(pieces, isCut: false);
                Begin();
                break;
            default:
                _isName = _depth == 1 && letter == ',' ? true : _isName && !(_depth == 1 && letter == ':');
                Keep(letter);
                break;
        }
    }

    private void TakeText(byte letter)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
        }
        else if (letter == '\\')
        {
            _isEscaped = true;
        }
        else if (letter == '"')
        {
            _isText = false;
            return;
        }

        if (_depth == 1 && _isName && _name.Count < LongestName)
        {
            _name.Add(letter);
        }
    }

    private void Open(byte letter)
    {
        Keep(letter);
        _depth++;
        if (_depth == 1 && _root == 0)
        {
            _root = letter;
            _isName = letter == '{';
            BeginList(letter == '[', "");
        }
        else if (_depth == 2 && _root == '{' && _elementDepth == 0 && letter == '[' && !_isName)
        {
            var name = Encoding.UTF8.GetString([.. _name]);
            BeginList(lists.Contains(name), name);
        }
    }

    private void BeginList(bool isWanted, string name)
    {
        if (isWanted)
        {
            (_elementDepth, _list, _number) = (_depth, name, 0);
            _seen.Add(name);
            Begin();
        }
    }

    private void Begin()
    {
        _element.ResetWrittenCount();
        _isTooLarge = false;
        _elementLine = 0;
    }

    private void Keep(byte letter)
    {
        if (_elementDepth == 0 || _isTooLarge)
        {
            return;
        }

        if (_elementLine == 0)
        {
            if (letter is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                return;
            }

            _elementLine = _line;
        }

        if (_element.WrittenCount == largest)
        {
            _isTooLarge = true;
            _element.ResetWrittenCount();
            return;
        }

        _element.GetSpan(1)[0] = letter;
        _element.Advance(1);
    }

    private void Close(List<JsonPiece> pieces, bool isCut)
    {
        if (_elementDepth == 0 || (_elementLine == 0 && !isCut))
        {
            return;
        }

        _number++;
        pieces.Add(new JsonPiece(_list, _number, Math.Max(_elementLine, 1), _isTooLarge ? null : _element.WrittenSpan.ToArray(), isCut));
    }
}
